package dev.wsol.contract;

/**
 * A checkpoint with all that an evaluation of it needs.
 *
 * @param checkpoint between two epochs; its digest is checked by whoever reads it
 * @param origin where it comes from, as far as that is known
 */
public record RegisteredCheckpoint(CheckpointRef checkpoint, ModelSpec model, Origin origin) {
    private static final int DIGITS = 12;

    public RegisteredCheckpoint {
        if (checkpoint.partial())
            throw new BadSpec("checkpoint", "is a state in the middle of an epoch; those are never evaluated");
    }

    /** What commands and events about it carry in the place of a job. */
    public JobId subject() {
        return new JobId("checkpoint-" + shortDigest());
    }

    /** Enough of the digest to tell it from others. */
    public String shortDigest() {
        return checkpoint.sha256().substring(0, DIGITS);
    }
}
