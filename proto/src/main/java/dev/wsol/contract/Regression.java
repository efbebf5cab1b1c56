package dev.wsol.contract;

/**
 * A result that is worse than earlier ones of the same recipe, by more than another seed explains.
 *
 * @param rule name of the benchmark rule
 * @param protocol name; {@code protocolDigest} tells which it really is
 * @param metric by which the protocol ranks
 * @param value percent
 * @param reference mean over the seeds, or the best earlier result; percent
 * @param allowed how far below the reference is still no regression, percentage points
 * @param earlier results of the same recipe that were there before, at least 1
 * @param bestJob evaluate job of the best of them
 */
public record Regression(
        String rule,
        RegisteredCheckpoint checkpoint,
        String dataset,
        String datasetDigest,
        String protocol,
        String protocolDigest,
        String metric,
        double value,
        double reference,
        double allowed,
        Basis basis,
        int earlier,
        String bestJob) {
    /** What tells how large a drop is allowed. */
    public enum Basis {
        /** The interval in which another seed is expected. */
        SEED_INTERVAL,
        /** The rule's own number. */
        FIXED_DROP
    }
}
