package dev.wsol.contract.work;

import dev.wsol.contract.Progress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Lets a few messages a second through, and always the last: what is held back goes out with {@link #flush}. */
final class Throttle {
    private final long gap;
    private final LongSupplier nanos;
    private final Consumer<Progress> out;
    private Progress waiting;
    private long last;

    Throttle(Duration gap, LongSupplier nanos, Consumer<Progress> out) {
        this.gap = gap.toNanos();
        this.nanos = nanos;
        this.out = out;
        this.last = nanos.getAsLong() - this.gap;
    }

    synchronized void offer(Progress progress) {
        waiting = progress;
        if (nanos.getAsLong() - last >= gap) flush();
    }

    synchronized void flush() {
        if (waiting == null) return;
        out.accept(waiting);
        waiting = null;
        last = nanos.getAsLong();
    }
}
