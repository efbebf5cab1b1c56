package dev.wsol.evaluator.draw;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Golden vectors: below the folder named by the system property {@code wsol.reference}, or else on the class path. */
final class Reference {
    private Reference() {}

    /** The file, or the test is skipped. */
    static Path file(String folder, String name) {
        Path file = folder(folder).resolve(name);
        assumeTrue(Files.exists(file), () -> "skipped: no " + file);
        return file;
    }

    private static Path folder(String name) {
        var root = System.getProperty("wsol.reference", "");
        Path folder = root.isBlank() ? onClassPath(name) : Path.of(root, name);
        assumeTrue(Files.isDirectory(folder), () -> "skipped: no folder " + folder);
        return folder;
    }

    private static Path onClassPath(String name) {
        var url = Reference.class.getResource("/" + name);
        assumeTrue(url != null, () -> "skipped: no " + name + " among the test resources");
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
