package dev.wsol.coordinator.stream;

import java.util.concurrent.atomic.AtomicLong;

/** What this process could not use, for the metrics. */
public final class Counts {
    private final AtomicLong deadLetters = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();

    void deadLetter() {
        deadLetters.incrementAndGet();
    }

    void unknownKind() {
        unknown.incrementAndGet();
    }

    /** Records put on the dead letters. */
    public long deadLetters() {
        return deadLetters.get();
    }

    /** Messages of a kind that only a newer build knows; skipped. */
    public long unknown() {
        return unknown.get();
    }
}
