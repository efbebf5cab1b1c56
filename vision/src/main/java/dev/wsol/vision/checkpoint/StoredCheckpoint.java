package dev.wsol.vision.checkpoint;

/**
 * A finished checkpoint in the store.
 *
 * @param uri {@code s3://bucket/prefix}, without a slash at the end
 * @param sha256 of {@code model.safetensors}, lower-case hexadecimal
 * @param bytes length of {@code model.safetensors}
 */
public record StoredCheckpoint(String uri, String sha256, long bytes) {}
