package dev.wsol.evaluator.metric;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Golden vectors: below the folder named by the system property {@code wsol.reference}, or else on the class path. */
public final class Reference {
    private Reference() {}

    /** The file, or the test is skipped. */
    public static Path file(String folder, String name) {
        Path file = folder(folder).resolve(name);
        assumeTrue(Files.exists(file), () -> "skipped: no " + file);
        return file;
    }

    /** Files of the folder that match the glob, sorted; the test is skipped if there are none. */
    public static List<Path> files(String folder, String glob) throws IOException {
        try (var files = Files.newDirectoryStream(folder(folder), glob)) {
            var found = new java.util.ArrayList<Path>();
            files.forEach(found::add);
            assumeTrue(!found.isEmpty(), () -> "skipped: no " + glob + " in " + folder(folder));
            return found.stream().sorted().toList();
        }
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
