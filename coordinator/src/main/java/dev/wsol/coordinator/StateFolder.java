package dev.wsol.coordinator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** Where Kafka Streams keeps its lock and its name, and the feed the views. Nothing in it is needed, some of it saves time. */
final class StateFolder implements AutoCloseable {
    private final Path path;
    private final boolean mine;

    private StateFolder(Path path, boolean mine) {
        this.path = path;
        this.mine = mine;
    }

    /** The given folder, which stays, or a temporary one, which goes. */
    static StateFolder of(Optional<Path> given) {
        try {
            return given.isPresent()
                    ? new StateFolder(Files.createDirectories(given.get()), false)
                    : new StateFolder(Files.createTempDirectory("wsol-coordinator-"), true);
        } catch (IOException e) {
            throw new UncheckedIOException("the state folder cannot be made: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (!mine || !Files.exists(path)) return;
        try (var all = Files.walk(path)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
