package dev.wsol.coordinator.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.BadSpec;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures and secrets as the Standard Webhooks specification 1.0.0 writes them, so that its libraries check ours. */
public final class Signature {
    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Signature() {}

    /**
     * Header {@code webhook-signature}: HMAC-SHA256 of {@code id.timestamp.body}.
     *
     * @param timestamp seconds since 1970 UTC, as in the header {@code webhook-timestamp}
     */
    static String of(byte[] secret, String id, long timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256", e);
        }
    }

    public static byte[] newSecret() {
        var out = new byte[SECRET_BYTES];
        RANDOM.nextBytes(out);
        return out;
    }

    /** {@code whsec_} and base64. */
    public static String text(byte[] secret) {
        return PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    /** @throws BadSpec if it is no secret; says nothing of what it is instead */
    public static byte[] secret(String text) {
        try {
            return Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
        } catch (IllegalArgumentException e) {
            throw new BadSpec("secret", "must be whsec_ and base64");
        }
    }
}
