package dev.wsol.vision.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The golden vectors: the folder in the system property {@code wsol.reference}, or the test resources. */
public final class ReferenceFiles {
    private static final Path ROOT = root();

    private ReferenceFiles() {}

    private static Path root() {
        String set = System.getProperty("wsol.reference", "");
        return set.isBlank() ? Path.of("src/test/resources") : Path.of(set);
    }

    /** A file or folder below the root; the test is skipped when it is absent. */
    public static Path need(String name) {
        Path path = ROOT.resolve(name);
        assumeTrue(Files.exists(path), () -> "skipped: no " + path.toAbsolutePath());
        return path;
    }

    /** Files of a folder that match a glob, sorted; the test is skipped when there is none. */
    public static List<Path> matching(String folder, String glob) throws IOException {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (var files = Files.list(need(folder))) {
            List<Path> found =
                    files.filter(f -> matcher.matches(f.getFileName())).sorted().toList();
            assumeTrue(
                    !found.isEmpty(),
                    () -> "skipped: no " + glob + " in " + ROOT.resolve(folder).toAbsolutePath());
            return found;
        }
    }
}
