package dev.wsol.infra.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The random keys of one local store. Every process of the machine can reach a loopback port; only who may read the key
 * file gets in.
 */
record StoreKeys(String access, String secret) {
    static final String FILE = "credentials";

    private static final int ACCESS_BYTES = 10;
    private static final int SECRET_BYTES = 20;
    private static final int LONGEST_FILE = 1_000;

    /** The keys kept in the directory, made when there are none yet. */
    static StoreKeys keptIn(Path dir) {
        Path file = dir.resolve(FILE);
        try {
            return Files.exists(file) ? read(file) : write(file);
        } catch (IOException e) {
            throw new LocalStackException(
                    "the keys of the local store in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "StoreKeys[" + access + "]"; // the secret does not belong into a log
    }

    private static StoreKeys read(Path file) throws IOException {
        List<String> lines = Files.size(file) > LONGEST_FILE ? List.of() : Files.readAllLines(file, UTF_8);
        if (lines.size() != 2 || !lines.stream().allMatch(l -> l.matches("[0-9a-f]{8,80}"))) {
            throw new LocalStackException("the keys of the local store in " + file
                    + " are not two lines of hexadecimal digits. Delete the file to get new ones.");
        }
        return new StoreKeys(lines.get(0), lines.get(1));
    }

    /** Beside the final name first, so that a crash leaves either no file or a whole one. */
    private static StoreKeys write(Path file) throws IOException {
        var keys = new StoreKeys(random(ACCESS_BYTES), random(SECRET_BYTES));
        Path fresh = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(fresh);
        try (var out = FileChannel.open(fresh, Set.of(CREATE_NEW, WRITE), ownerOnly(fresh))) {
            out.write(UTF_8.encode(keys.access + "\n" + keys.secret + "\n"));
            out.force(true);
        }
        Files.move(fresh, file, ATOMIC_MOVE);
        return keys;
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static String random(int bytes) {
        var b = new byte[bytes];
        new SecureRandom().nextBytes(b);
        return HexFormat.of().formatHex(b);
    }
}
