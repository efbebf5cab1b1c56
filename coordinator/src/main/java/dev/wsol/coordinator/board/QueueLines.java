package dev.wsol.coordinator.board;

import dev.wsol.contract.Job;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** Who waits in front of whom. One thread tells of changes, any thread may ask. */
public final class QueueLines {
    /** Nobody needs to know more exactly how far behind a job is, and counting takes time. */
    public static final int FARTHEST = 1000;

    private final Map<JobId, Spot> spots = new ConcurrentHashMap<>();
    private final Map<Line, NavigableSet<Spot>> lines = new ConcurrentHashMap<>();
    private final Map<Line, Integer> running = new ConcurrentHashMap<>();

    private record Line(boolean trains, String queue) {}

    private record Spot(Line line, JobId job, long number, int leaseEpoch, boolean runs, Instant since)
            implements Comparable<Spot> {
        private static final Comparator<Spot> ORDER =
                Comparator.comparing(Spot::since).thenComparing(Spot::number);

        @Override
        public int compareTo(Spot other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A job offered once more under the same epoch keeps its place, and one that runs goes on running.
     *
     * @param number rises in the order of their coming, in which jobs are offered that are offered in the same moment
     */
    void see(Job job, long number, Instant at) {
        var next = spot(job, number, at);
        var old = spots.get(job.id());
        if (old != null
                && next != null
                && old.runs() == next.runs()
                && old.leaseEpoch() == next.leaseEpoch()
                && old.line().equals(next.line())) return;
        if (old != null) leave(old);
        if (next != null) enter(next);
    }

    private static Spot spot(Job job, long number, Instant at) {
        boolean runs = job.state() == JobState.RUNNING;
        if (job.spec() instanceof JobSpec.Sweep || !runs && (job.state() != JobState.QUEUED || job.offers() == 0))
            return null;
        return new Spot(line(job), job.id(), number, job.leaseEpoch(), runs, at);
    }

    private static Line line(Job job) {
        return job.spec() instanceof JobSpec.Train t
                ? new Line(true, t.queue())
                : new Line(false, ((JobSpec.Evaluate) job.spec()).queue());
    }

    private void leave(Spot spot) {
        spots.remove(spot.job());
        if (spot.runs()) running.merge(spot.line(), -1, Integer::sum);
        else lines.getOrDefault(spot.line(), new ConcurrentSkipListSet<>()).remove(spot);
    }

    private void enter(Spot spot) {
        spots.put(spot.job(), spot);
        if (spot.runs()) running.merge(spot.line(), 1, Integer::sum);
        else
            lines.computeIfAbsent(spot.line(), l -> new ConcurrentSkipListSet<>())
                    .add(spot);
    }

    /** When it came into its line, or to its worker; empty if it is in no line. */
    Optional<Instant> since(JobId job) {
        return Optional.ofNullable(spots.get(job)).map(Spot::since);
    }

    /** From 1; {@link #FARTHEST} and one more for all behind that. Empty if the job is in no line. */
    public Optional<Integer> place(JobId job) {
        var spot = spots.get(job);
        if (spot == null || spot.runs()) return Optional.empty();
        var before = lines.get(spot.line()).headSet(spot, false).iterator();
        int place = 1;
        while (before.hasNext() && place <= FARTHEST) {
            before.next();
            place++;
        }
        return Optional.of(place);
    }

    /** Jobs of the same queue that a worker has at the moment. */
    public int running(Job job) {
        return running.getOrDefault(line(job), 0);
    }
}
