package dev.wsol.evaluator.job;

/** What another thread threw, thrown on this one. */
final class Thrown {
    private Thrown() {}

    /** Never returns; the answer lets the compiler see it. */
    static RuntimeException again(Throwable cause) {
        if (cause instanceof Error error) throw error;
        if (cause instanceof RuntimeException e) throw e;
        throw new IllegalStateException(cause);
    }
}
