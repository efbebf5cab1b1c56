package dev.wsol.worker.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for the files of one attempt, deleted with it. */
record Workspace(Path folder) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);

    static Workspace below(Path temp) {
        try {
            return new Workspace(Files.createTempDirectory(Files.createDirectories(temp), "wsol-job-"));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for temporary files can be made in " + temp, e);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Deletes what lies in the folder; space matters more than speed. */
    void clear() {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList())
                if (!path.equals(folder)) Files.deleteIfExists(path);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Temporary files stay in {}: {}", folder, e.getMessage());
        }
    }

    @Override
    public void close() {
        clear();
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("{} stays: {}", folder, e.getMessage());
        }
    }
}
