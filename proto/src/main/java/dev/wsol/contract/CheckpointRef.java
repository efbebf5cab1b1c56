package dev.wsol.contract;

/**
 * One checkpoint in the object store. Its bytes are stored before anybody says this.
 *
 * @param uri {@code s3://bucket/prefix} of the folder that holds model.safetensors and manifest.json
 * @param sha256 of model.safetensors, 64 lower-case hexadecimal digits
 * @param epoch training epochs it has seen; 0 when unknown
 * @param step steps of the epoch after those; above 0 for a state saved in the middle of an epoch, which is there to go on
 *     from and is never evaluated
 */
public record CheckpointRef(String uri, String sha256, int epoch, int step) {
    /** Between two epochs. */
    public CheckpointRef(String uri, String sha256, int epoch) {
        this(uri, sha256, epoch, 0);
    }

    public CheckpointRef {
        Need.text("uri", uri);
        if (!uri.startsWith("s3://")) throw new BadSpec("uri", "must start with s3://, not '" + uri + "'");
        Need.sha256("sha256", sha256);
        Need.atLeast("epoch", epoch, 0);
        Need.atLeast("step", step, 0);
    }

    /** Whether this is a state in the middle of an epoch. */
    public boolean partial() {
        return step > 0;
    }
}
