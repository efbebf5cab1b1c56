package dev.wsol.coordinator.job;

import java.time.Duration;

/**
 * How patient the coordinator is.
 *
 * @param lease a worker not heard of for this long has lost its job
 * @param claimPatience a job offered this long ago and not claimed is offered again if others that were offered later were
 *     claimed, or if nobody has claimed anything for that long; doubles with each offer
 * @param retryPause before the first retry; doubles with each further failure
 * @param allowedFailures this many attempts may end in an error; the last of them ends the job
 * @param allowedLeaseLosses the same for workers that fell silent
 * @param owners how much one owner may have running
 */
public record Rules(
        Duration lease,
        Duration claimPatience,
        Duration retryPause,
        int allowedFailures,
        int allowedLeaseLosses,
        OwnerLimits owners) {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 12;

    public static final Rules DEFAULT =
            new Rules(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(1), 3, 10);

    /** Without limits on owners. */
    public Rules(
            Duration lease, Duration claimPatience, Duration retryPause, int allowedFailures, int allowedLeaseLosses) {
        this(lease, claimPatience, retryPause, allowedFailures, allowedLeaseLosses, OwnerLimits.NONE);
    }

    public Rules withLease(Duration other) {
        return new Rules(other, claimPatience, retryPause, allowedFailures, allowedLeaseLosses, owners);
    }

    public Rules with(OwnerLimits other) {
        return new Rules(lease, claimPatience, retryPause, allowedFailures, allowedLeaseLosses, other);
    }

    Duration patience(int offers) {
        return claimPatience.multipliedBy(1L << Math.min(Math.max(0, offers - 1), MOST_DOUBLINGS));
    }

    /** How long a job that has failed so often waits before it is tried again. */
    public Duration pause(int failures) {
        var pause = retryPause.multipliedBy(1L << Math.min(Math.max(0, failures - 1), MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
