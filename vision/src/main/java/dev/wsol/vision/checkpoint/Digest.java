package dev.wsol.vision.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What identifies the content of an object.
 *
 * @param sha256 lower-case hexadecimal
 * @param bytes length
 */
public record Digest(String sha256, long bytes) {

    /** Reads the whole file. */
    public static Digest of(Path file) throws IOException {
        MessageDigest sha = algorithm("SHA-256");
        long bytes = 0;
        var buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
                bytes += n;
            }
        }
        return of(sha, bytes);
    }

    public static Digest of(byte[] content) {
        MessageDigest sha = algorithm("SHA-256");
        sha.update(content);
        return of(sha, content.length);
    }

    static Digest of(MessageDigest finished, long bytes) {
        return new Digest(HexFormat.of().formatHex(finished.digest()), bytes);
    }

    static MessageDigest algorithm(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
    }
}
