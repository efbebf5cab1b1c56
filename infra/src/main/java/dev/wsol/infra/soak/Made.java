package dev.wsol.infra.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.JobId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Weights that nobody trained. Like real ones they depend on the job and the epoch alone, not on who made them when. */
final class Made {
    private static final int USUAL = 2_000;

    /** One job in so many stores a file that is sent in parts. */
    private static final int LARGE_ONE_IN = 25;

    private static final int LARGE = 9 << 20;

    private Made() {}

    static byte[] weights(JobId job, int epoch) {
        return bytes(job + "/" + epoch + "/model", USUAL);
    }

    static byte[] state(JobId job, int epoch) {
        boolean large = Math.floorMod(job.value().hashCode(), LARGE_ONE_IN) == 0;
        return bytes(job + "/" + epoch + "/trainer", large ? LARGE : USUAL);
    }

    /** A percentage, two decimals, that any reader of this text would arrive at. */
    static double percent(String text) {
        return Math.floorMod(text.hashCode(), 10_000) / 100.0;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static byte[] bytes(String seed, int length) {
        var out = new byte[length];
        new Random(seed.hashCode()).nextBytes(out);
        var name = seed.getBytes(UTF_8); // two seeds may share a hash, never a name
        System.arraycopy(name, 0, out, 0, Math.min(name.length, length));
        return out;
    }
}
