package dev.wsol.coordinator.job;

import dev.wsol.contract.Hold;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many places of their owner jobs take, and which jobs wait for one, the longest waiting first. A running job takes a
 * place; so does one that is offered, among those of its queue: a queue without workers must not block the others. Not
 * part of the remembered state: made anew from all jobs.
 */
final class Places {
    private final OwnerLimits limits;
    private final Map<JobId, Place> seen = new HashMap<>();
    private final Map<Whose, Integer> running = new HashMap<>();
    private final Map<Offered, Integer> offered = new HashMap<>();
    private final Map<Whose, TreeSet<Place>> held = new TreeMap<>();

    /** Limits count by kind: an evaluation takes no trainer. */
    private record Whose(String owner, boolean trains) implements Comparable<Whose> {
        private static final Comparator<Whose> ORDER =
                Comparator.comparing(Whose::owner).thenComparing(Whose::trains);

        @Override
        public int compareTo(Whose other) {
            return ORDER.compare(this, other);
        }
    }

    private record Offered(Whose whose, String queue) {}

    private enum What {
        RUNNING,
        OFFERED,
        HELD
    }

    /** @param turn decides between jobs of one moment, of which a burst of commands makes many */
    private record Place(What what, JobId job, Whose whose, String queue, Instant since, long turn)
            implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::since).thenComparing(Place::turn).thenComparing(Place::job);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    Places(OwnerLimits limits) {
        this.limits = limits;
    }

    void clear() {
        seen.clear();
        running.clear();
        offered.clear();
        held.clear();
    }

    /** Where the job stands now. Without limits, too: there may have been some when it began to wait. */
    void see(Job job) {
        if (job.spec() instanceof JobSpec.Sweep) return;
        forget(job.id());
        place(job).ifPresent(p -> {
            seen.put(p.job(), p);
            count(p, 1);
        });
    }

    /** A turn behind all jobs of its owner that wait now. It follows from them alone: who takes over gives the same. */
    long lastTurn(Job job) {
        var waiting = held.get(whose(job));
        return waiting == null ? 1 : waiting.last().turn() + 1;
    }

    void forget(JobId id) {
        var old = seen.remove(id);
        if (old != null) count(old, -1);
    }

    private void count(Place p, int by) {
        switch (p.what()) {
            case RUNNING -> running.merge(p.whose(), by, Integer::sum);
            case OFFERED -> offered.merge(new Offered(p.whose(), p.queue()), by, Integer::sum);
            case HELD -> {
                if (by > 0)
                    held.computeIfAbsent(p.whose(), w -> new TreeSet<>()).add(p);
                else
                    held.computeIfPresent(p.whose(), (w, all) -> {
                        all.remove(p);
                        return all.isEmpty() ? null : all;
                    });
            }
        }
    }

    private static Optional<Place> place(Job job) {
        boolean isHeld = job.state() == JobState.QUEUED
                && job.hold().filter(h -> h.reason() == Hold.Reason.OWNER_LIMIT).isPresent();
        var what = job.state() == JobState.RUNNING
                ? What.RUNNING
                : isHeld ? What.HELD : job.state() == JobState.QUEUED && job.offers() > 0 ? What.OFFERED : null;
        if (what == null) return Optional.empty();
        var since = job.hold().map(Hold::since).orElse(Instant.EPOCH);
        long turn = job.hold().map(Hold::turn).orElse(0L);
        return Optional.of(new Place(what, job.id(), whose(job), queue(job), since, turn));
    }

    private static Whose whose(Job job) {
        return new Whose(job.owner(), job.spec() instanceof JobSpec.Train);
    }

    private static String queue(Job job) {
        if (job.spec() instanceof JobSpec.Train t) return t.queue();
        return job.spec() instanceof JobSpec.Evaluate e ? e.queue() : "";
    }

    /** Why this job must not be offered now; empty for no reason. */
    Optional<String> whyNotOffered(Job job) {
        return full(job, without(job, What.RUNNING) + without(job, What.OFFERED));
    }

    /** Why this job must not be started now, though it was offered; empty for no reason. */
    Optional<String> whyNotStarted(Job job) {
        return full(job, without(job, What.RUNNING));
    }

    private int without(Job job, What what) {
        int all = what == What.RUNNING
                ? running.getOrDefault(whose(job), 0)
                : offered.getOrDefault(new Offered(whose(job), queue(job)), 0);
        var own = seen.get(job.id());
        return own != null && own.what() == what ? all - 1 : all;
    }

    private Optional<String> full(Job job, int taken) {
        var limit = limits.of(job.owner());
        if (limit.isEmpty() || taken < limit.getAsInt()) return Optional.empty();
        var who = job.owner().isEmpty() ? "jobs without an owner" : job.owner();
        return Optional.of("owner limit: " + who + " may have " + limit.getAsInt()
                + (whose(job).trains() ? " training" : " evaluation") + (limit.getAsInt() == 1 ? "" : "s")
                + " at a time");
    }

    /** The job that has waited longest and can be offered now. */
    Optional<JobId> next() {
        for (var waiting : held.entrySet()) {
            var whose = waiting.getKey();
            int limit = limits.of(whose.owner()).orElse(Integer.MAX_VALUE);
            int taken = running.getOrDefault(whose, 0);
            if (taken >= limit) continue;
            for (var place : waiting.getValue())
                if (taken + offered.getOrDefault(new Offered(whose, place.queue()), 0) < limit)
                    return Optional.of(place.job());
        }
        return Optional.empty();
    }
}
