package dev.wsol.vision.checkpoint;

import dev.wsol.contract.env.Env;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where the object store is and how patient to be with it.
 *
 * @param endpoint http or https address; null for AWS itself
 * @param region any name will do for stores other than AWS
 * @param accessKey null, with {@code secretKey}, for the SDK's own chain (environment, profile, instance role)
 * @param secretKey goes with {@code accessKey}
 * @param bucket one bucket for everything
 * @param partBytes larger files are sent in parts of this size; S3 wants at least 5 MiB
 * @param attempts tries of each request before giving up
 * @param firstWait pause before the second try; doubles each time
 * @param timeout longest silence of the store within one request
 */
public record StoreSettings(
        URI endpoint,
        String region,
        String accessKey,
        String secretKey,
        String bucket,
        int partBytes,
        int attempts,
        Duration firstWait,
        Duration timeout) {

    private static final int SMALLEST_PART = 5 << 20;
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /** Parts of 8 MiB, 5 attempts, 200 ms before the second, 60 s of silence. */
    public StoreSettings(URI endpoint, String region, String accessKey, String secretKey, String bucket) {
        this(
                endpoint,
                region,
                accessKey,
                secretKey,
                bucket,
                8 << 20,
                5,
                Duration.ofMillis(200),
                Duration.ofSeconds(60));
    }

    public StoreSettings {
        check(endpoint);
        if ((accessKey == null) != (secretKey == null))
            throw new IllegalArgumentException("access key and secret key of the object store go together");
        if (bucket == null || !BUCKET.matcher(bucket).matches())
            throw new IllegalArgumentException(
                    "not a bucket name: " + bucket + " (3 to 63 of a-z, 0-9, dot and hyphen)");
        if (partBytes < SMALLEST_PART) throw new IllegalArgumentException("parts must have at least 5 MiB");
        if (attempts < 1) throw new IllegalArgumentException("at least one attempt is needed");
        if (region == null || region.isBlank()) throw new IllegalArgumentException("the region needs a name");
    }

    /** Reads {@code WSOL_S3_ENDPOINT}, {@code _REGION}, {@code _ACCESS_KEY}, {@code _SECRET_KEY}, {@code _BUCKET}. */
    public static StoreSettings from(Env env) {
        var endpoint = env.get("S3_ENDPOINT", s -> check(URI.create(s)), null);
        var region = env.get("S3_REGION", s -> s, "us-east-1");
        var accessKey = env.get("S3_ACCESS_KEY", s -> s, null);
        var secretKey = env.get("S3_SECRET_KEY", s -> s, null);
        return env.getOr("S3_BUCKET", "wsol", b -> new StoreSettings(endpoint, region, accessKey, secretKey, b));
    }

    private static URI check(URI endpoint) {
        if (endpoint == null) return null;
        if (!("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme())))
            throw new IllegalArgumentException("object store address must begin with http:// or https://: " + endpoint);
        if (endpoint.getPort() == 0 || endpoint.getPort() > 65_535)
            throw new IllegalArgumentException(
                    "object store address must have a port from 1 to 65535, not " + endpoint.getPort());
        return endpoint;
    }

    /** The store's address for messages. */
    String address() {
        return endpoint == null ? "AWS S3 in " + region : endpoint.toString();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "bucket " + bucket + " at " + address();
    }
}
