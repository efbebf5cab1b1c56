package dev.wsol.infra.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory that belongs to one process at a time. A second broker on the same files can damage the first before it
 * meets Kafka's own lock, so this lock is taken before any server sees the directory. The operating system drops it when
 * the process ends, however it ends; the lock file stays behind and means nothing by itself.
 */
public final class DataDirectory implements AutoCloseable {
    static final String LOCK_FILE = "wsol.lock";

    private static final int LONGEST_PID = 20;

    /**
     * Directories held by this process. Asked before a lock file is opened: closing any handle of a file drops the locks
     * this process has on it (POSIX), so a second look at our own lock file would open the door to others.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the directory where it is absent and takes it for this process.
     *
     * @throws LocalStackException when it is in use (naming the holder's pid), no directory, or not writable
     */
    public static DataDirectory open(Path dir) {
        Path path = created(dir);
        if (!HELD.add(path))
            throw inUse(path, "this process, pid " + ProcessHandle.current().pid());
        try {
            return new DataDirectory(path, locked(path));
        } catch (RuntimeException e) {
            HELD.remove(path);
            throw e;
        }
    }

    /** The directory, absolute and without symbolic links. */
    public Path path() {
        return path;
    }

    /** A directory below this one, created where it is absent. */
    public Path below(String name) {
        return created(path.resolve(name));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LocalStackException("cannot release " + path.resolve(LOCK_FILE) + ": " + e.getMessage(), e);
        } finally {
            HELD.remove(path);
        }
    }

    private static Path created(Path dir) {
        try {
            return Files.createDirectories(dir).toRealPath();
        } catch (FileAlreadyExistsException e) {
            throw new LocalStackException(
                    "the data directory " + dir + " cannot be used: " + e.getFile() + " is a file. Choose another.", e);
        } catch (IOException e) {
            throw unusable(dir, e);
        }
    }

    private static FileChannel locked(Path path) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path.resolve(LOCK_FILE), CREATE, READ, WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) throw inUse(path, "process " + holder(channel));
            channel.truncate(0);
            channel.write(UTF_8.encode(ProcessHandle.current().pid() + "\n"), 0);
            return channel;
        } catch (IOException e) {
            closeQuietly(channel);
            throw unusable(path, e);
        } catch (LocalStackException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /** What the lock file says; between the lock and the writing of the pid it says nothing yet. */
    private static String holder(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(LONGEST_PID);
        channel.read(bytes, 0);
        String pid = UTF_8.decode(bytes.flip()).toString().strip();
        return pid.matches("[0-9]+") ? pid : "unknown";
    }

    private static LocalStackException inUse(Path path, String holder) {
        return new LocalStackException("the data directory " + path + " is in use by " + holder
                + ". Stop that process or choose another directory.");
    }

    private static LocalStackException unusable(Path dir, IOException e) {
        return new LocalStackException("the data directory " + dir + " cannot be used: " + reason(e), e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile() + ". Change its owner or choose another directory.";
        }
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getFile() + ": " + file.getReason() + ".";
        }
        if (e instanceof NoSuchFileException) return "it cannot be made there. Choose another directory.";
        return String.valueOf(e.getMessage());
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) channel.close();
        } catch (IOException e) {
            // The reason for closing is already on its way to the user.
        }
    }
}
