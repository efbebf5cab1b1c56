package dev.wsol.coordinator.board;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Presence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which workers there are and what they do, for reading by any thread. That one is there is its own word; what it works on is
 * what the coordinator leased to it. Both outlive their worker for a while: a killed one says nothing more.
 */
public final class Workers implements Memory {
    /** Three of its words are missing. */
    static final Duration SILENT = Duration.ofSeconds(15);

    /** Nobody looks for it any more. */
    static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final JobView jobs;
    private final Clock clock;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();
    private final Map<JobId, JobEvent.LeaseGranted> grants = new ConcurrentHashMap<>();

    private record Heard(Presence word, Instant at) {}

    /** Since when a worker has which job. */
    public record Doing(JobId job, int leaseEpoch, Instant since) {}

    /**
     * One of them.
     *
     * @param queues the preferred first; of one that has not been heard of, that of its job
     * @param device empty if it does not say
     * @param leaving it takes no more jobs
     * @param silent nothing was heard of it lately, or ever since this coordinator started
     * @param lastHeard when this coordinator read its last word
     */
    public record Worker(
            String name,
            String kind,
            List<String> queues,
            String device,
            boolean leaving,
            boolean silent,
            Optional<Doing> doing,
            Optional<Instant> lastHeard) {}

    public Workers(JobView jobs) {
        this(jobs, Clock.systemUTC());
    }

    Workers(JobView jobs, Clock clock) {
        this.jobs = jobs;
        this.clock = clock;
    }

    /** By name. */
    public List<Worker> all() {
        var now = clock.instant();
        heard.values().removeIf(h -> !now.minus(FORGOTTEN).isBefore(h.at()));
        var out = new TreeMap<String, Worker>();
        heard.forEach((name, h) -> out.put(
                name,
                new Worker(
                        name,
                        h.word().kind(),
                        h.word().queues(),
                        h.word().device(),
                        h.word().leaving(),
                        !now.minus(SILENT).isBefore(h.at()),
                        Optional.empty(),
                        Optional.of(h.at()))));
        for (var g : grants.values())
            jobs.get(g.job())
                    .filter(card -> card.job().holds(g.worker(), g.leaseEpoch()))
                    .ifPresent(card -> out.merge(g.worker(), leased(g, Traits.of(card.job())), Workers::both));
        return List.copyOf(out.values());
    }

    /** What the lease alone tells. */
    private static Worker leased(JobEvent.LeaseGranted g, Traits job) {
        var doing = new Doing(g.job(), g.leaseEpoch(), g.at());
        return new Worker(
                g.worker(), job.kind(), List.of(job.queue()), "", false, true, Optional.of(doing), Optional.empty());
    }

    private static Worker both(Worker h, Worker leased) {
        return new Worker(
                h.name(), h.kind(), h.queues(), h.device(), h.leaving(), h.silent(), leased.doing(), h.lastHeard());
    }

    public void hear(Presence word) {
        if (word.gone()) heard.remove(word.worker());
        else heard.put(word.worker(), new Heard(word, clock.instant()));
    }

    @Override
    public void hear(JobEvent e) {
        if (e instanceof JobEvent.LeaseGranted g) grants.put(g.job(), g);
        if (e.terminal() || e instanceof JobEvent.Queued) grants.remove(e.job());
    }

    @Override
    public List<Object> keep() {
        return new ArrayList<>(grants.values());
    }

    @Override
    public void recall(List<Object> kept) {
        for (var value : kept) if (value instanceof JobEvent.LeaseGranted g) grants.put(g.job(), g);
    }
}
