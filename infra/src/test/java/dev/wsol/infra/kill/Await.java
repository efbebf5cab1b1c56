package dev.wsol.infra.kill;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting for a condition, with a bound. */
final class Await {
    private static final long LOOK_AGAIN = Duration.ofMillis(20).toNanos();

    private Await() {}

    /**
     * @param diagnosis what to show when it does not come true in time
     * @param value the wait ends with its first answer that is neither null nor false
     */
    static <T> T until(String what, Duration limit, Supplier<String> diagnosis, Supplier<T> value) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            T got = value.get();
            if (got != null && !Boolean.FALSE.equals(got)) return got;
            if (System.nanoTime() > end)
                throw new AssertionError(
                        "waited " + limit.toSeconds() + " s in vain for " + what + "\n" + diagnosis.get());
            LockSupport.parkNanos(LOOK_AGAIN);
        }
    }
}
