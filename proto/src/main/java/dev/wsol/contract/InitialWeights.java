package dev.wsol.contract;

/**
 * Weights to start from instead of drawn ones; optimizer, schedule and counters start fresh, as with the official
 * {@code --resume}.
 *
 * @param uri path on the worker's file system, {@code http(s)://}, {@code s3://}, or a published name
 * @param sha256 what the file's digest must be, 64 lower-case hexadecimal digits; empty to take what is there
 */
public record InitialWeights(String uri, String sha256) {
    public InitialWeights {
        Need.text("uri", uri);
        if (!sha256.isEmpty()) Need.sha256("sha256", sha256);
    }
}
