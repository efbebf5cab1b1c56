package dev.wsol.contract;

/**
 * One checkpoint in the object store. Its bytes are stored before anybody says this.
 *
 * @param uri {@code s3://bucket/prefix} of the folder that holds model.safetensors and manifest.json
 * @param sha256 of model.safetensors, 64 lower-case hexadecimal digits
 * @param epoch training epochs it has seen; 0 when unknown
 */
public record CheckpointRef(String uri, String sha256, int epoch) {
    public CheckpointRef {
        Need.text("uri", uri);
        if (!uri.startsWith("s3://")) throw new BadSpec("uri", "must start with s3://, not '" + uri + "'");
        Need.sha256("sha256", sha256);
        Need.atLeast("epoch", epoch, 0);
    }
}
