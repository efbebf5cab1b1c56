package dev.wsol.contract.work;

import java.time.Duration;

/**
 * The worker's own view of how long its lease still holds: counted from the moment the last acknowledged sign of life was
 * <em>sent</em>, so it always ends before the coordinator's view does. Once over it stays over, whatever is acknowledged
 * later: a process that was suspended must not come back as if nothing had happened. Times are {@link System#nanoTime}
 * values.
 */
final class LeaseClock {
    private final long lease;
    private long renewed;

    LeaseClock(Duration lease, long now) {
        this.lease = lease.toNanos();
        this.renewed = now;
    }

    /** A sign of life sent at {@code sent} has reached Kafka. */
    synchronized void renewed(long sent, long now) {
        if (!over(now)) renewed = Math.max(renewed, sent);
    }

    synchronized boolean over(long now) {
        return now - renewed > lease;
    }

    /** Whether most of the lease is left, so that the next sign of life has time. */
    synchronized boolean young(long now) {
        return now - renewed < lease / 4;
    }
}
