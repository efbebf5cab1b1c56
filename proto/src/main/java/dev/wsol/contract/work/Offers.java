package dev.wsol.contract.work;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether jobs pass this worker by: one was offered and nobody claimed it, though this worker is free. A broker that was
 * killed has been seen to come back with a share group whose members are there and are assigned nothing; joining anew
 * moves the group on until it assigns again. No Kafka, no clock: times are {@link System#nanoTime} values.
 */
final class Offers {
    static final Duration BETWEEN_JOINS = Duration.ofSeconds(5);
    static final Duration JOINS_HELP = Duration.ofMinutes(1);

    /** A job that waits although this worker is free, since when it knows. */
    private record Vain(JobId job, long since) {}

    private long joined;
    private long served;
    private Vain vain;

    Offers(long now) {
        this.joined = now;
        this.served = now;
    }

    /** A record came, or the work on one has ended. */
    synchronized void served(long now) {
        served = now;
    }

    /** @param busy whether this worker has no hand free, so that no job waits for it */
    synchronized void heard(JobEvent event, boolean busy, long now) {
        if (event instanceof JobEvent.Queued q) {
            if (!busy && q.reason() == JobEvent.QueuedReason.NOT_CLAIMED) vain = new Vain(q.job(), now);
        } else if (vain != null && event.job().equals(vain.job)) vain = null;
    }

    /** The job for whose sake the groups are to be joined anew now; asked by a worker that is free. */
    synchronized Optional<JobId> joinAnew(long now) {
        if (vain == null) return Optional.empty();
        if (now - joined < BETWEEN_JOINS.toNanos() || now - served < BETWEEN_JOINS.toNanos())
            return Optional.empty(); // it is served, others are before it
        if (now - vain.since > JOINS_HELP.toNanos()) { // it waits on a queue that is not served here
            vain = null;
            return Optional.empty();
        }
        joined = now;
        return Optional.of(vain.job);
    }
}
