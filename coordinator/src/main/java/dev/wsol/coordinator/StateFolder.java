package dev.wsol.coordinator;

import dev.wsol.contract.env.BadSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a coordinator keeps its name in the group and the feed the views, for one process at a time. Nothing in it is needed, some
 * of it saves time.
 */
final class StateFolder implements AutoCloseable {
    private final Path path;
    private final Optional<FileChannel> lock;

    private StateFolder(Path path, Optional<FileChannel> lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * The given folder, which stays, or a temporary one, which goes.
     *
     * @throws BadSettings if another process works in it
     */
    static StateFolder of(Optional<Path> given) {
        try {
            if (given.isEmpty())
                return new StateFolder(Files.createTempDirectory("wsol-coordinator-"), Optional.empty());
            var path = Files.createDirectories(given.get());
            return new StateFolder(path, Optional.of(locked(path)));
        } catch (IOException e) {
            throw new UncheckedIOException("the state folder cannot be made: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /**
     * The name under which this folder's coordinator is known to its group, from one run to the next, so that the one that starts after
     * a crash takes the place of the dead one at once. A temporary folder has none.
     */
    Optional<String> member() {
        if (lock.isEmpty()) return Optional.empty();
        try {
            var file = path.resolve("member");
            if (Files.exists(file)) {
                var name = Files.readString(file).strip();
                if (name.matches("[0-9a-f-]{36}")) return Optional.of(name);
            }
            var name = UUID.randomUUID().toString();
            var fresh = Files.writeString(path.resolve("member.new"), name);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return Optional.of(name);
        } catch (IOException e) {
            throw new UncheckedIOException("the state folder cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
            return;
        }
        if (!Files.exists(path)) return;
        try (var all = Files.walk(path)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }

    private static FileChannel locked(Path path) throws IOException {
        var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock got = channel.tryLock();
            if (got != null) return channel;
        } catch (OverlappingFileLockException e) {
            // held within this process
        }
        channel.close();
        throw new BadSettings(List.of(
                "WSOL_STATE_DIR: another coordinator works in " + path + "; give each one a folder of its own"));
    }
}
