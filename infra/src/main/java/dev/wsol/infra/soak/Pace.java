package dev.wsol.infra.soak;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How long work that does nothing takes.
 *
 * @param length of one epoch, or of one evaluation
 */
record Pace(Duration length) {
    private static final long LOOK = Duration.ofMillis(5).toNanos();

    static final Pace INSTANT = new Pace(Duration.ZERO);

    /** Returns when the time is over, or soon after the work must end. */
    void epoch(BooleanSupplier mustEnd) {
        long end = System.nanoTime() + length.toNanos();
        while (end - System.nanoTime() > 0 && !mustEnd.getAsBoolean()) LockSupport.parkNanos(LOOK);
    }
}
