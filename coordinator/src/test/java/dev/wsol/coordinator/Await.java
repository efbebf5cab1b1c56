package dev.wsol.coordinator;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting for a condition, with a bound. */
public final class Await {
    private Await() {}

    public static <T> T until(String what, Duration limit, Supplier<T> value) {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            T got = value.get();
            if (got != null && !Boolean.FALSE.equals(got)) return got;
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("waited in vain for " + what);
    }
}
