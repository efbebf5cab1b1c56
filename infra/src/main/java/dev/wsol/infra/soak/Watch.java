package dev.wsol.infra.soak;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Notices when a soak gets nowhere, so that it ends with a verdict all the same. One thread. */
final class Watch {
    /**
     * How long a soak may take.
     *
     * @param still with no job ended, none accepted and nothing broken
     * @param all from its beginning to the audit
     */
    record Limits(Duration still, Duration all) {}

    private final Limits limits;
    private final LongSupplier nanos;
    private final long start;
    private long moved;

    Watch(Limits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.moved = start;
    }

    /** A job ended or was accepted, or something was broken, whose cure takes its time. */
    void moved() {
        moved = nanos.getAsLong();
    }

    /** Why waiting longer is of no use, once it is. */
    Optional<String> over() {
        long now = nanos.getAsLong();
        if (now - moved >= limits.still.toNanos())
            return Optional.of(
                    "stood still: nothing ended in " + limits.still.toSeconds() + " s while nothing was being broken");
        if (now - start >= limits.all.toNanos()) return Optional.of("not done after " + limits.all.toSeconds() + " s");
        return Optional.empty();
    }
}
