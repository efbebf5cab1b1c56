package dev.wsol.vision.checkpoint;

import dev.wsol.vision.checkpoint.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file from the web into a folder: goes on where an earlier try broke off, takes no more than a limit, and appears
 * under its name only when complete and verified.
 */
final class Download {
    private static final Logger LOG = LoggerFactory.getLogger(Download.class);
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
    private static final int PARTIAL = 206;
    private static final int UNSATISFIABLE = 416;

    private final URI address;
    private final String sha256;
    private final long most;
    private final Duration silence;

    Download(URI address, String sha256, long most, Duration silence) {
        this.address = address;
        this.sha256 = sha256;
        this.most = most;
        this.silence = silence;
    }

    /** At most 2 GiB, at most 30 s of silence. */
    static Download of(URI address, String sha256) {
        return new Download(address, sha256, 2L << 30, Duration.ofSeconds(30));
    }

    /**
     * The file in the folder, fetched unless it is there already.
     *
     * @throws CheckpointException if it is not what was announced, or too large
     * @throws StoreException if the address cannot be reached or the disk is full; a later try goes on from there
     */
    Path into(Path folder) {
        Path file = folder.resolve(name());
        ONE_AT_A_TIME.lock();
        try {
            Files.createDirectories(folder);
            try (var lock = java.nio.channels.FileChannel.open(
                    folder.resolve(name() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock(); // other programs share the folder
                return fetched(file);
            }
        } catch (IOException e) {
            throw S3Call.local("write " + file, e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private String name() {
        String path = address.getPath() == null ? "" : address.getPath();
        String last = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
        if (last.isEmpty() || last.startsWith(".")) throw new CheckpointException(address + " names no file");
        return last;
    }

    private Path fetched(Path file) throws IOException {
        if (Files.exists(file)) {
            Initial.check(file.toString(), Digest.of(file), sha256);
            return file;
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        boolean resumed = Files.exists(part);
        fetch(part, file);
        if (resumed && !Digest.of(part).sha256().startsWith(sha256)) { // the rest of another file
            Files.delete(part);
            fetch(part, file);
        }
        verify(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }

    private void verify(Path part) throws IOException {
        try {
            Initial.check(address.toString(), Digest.of(part), sha256);
        } catch (CheckpointException e) {
            Files.delete(part);
            throw e;
        }
    }

    private void fetch(Path part, Path file) throws IOException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        LOG.info("Fetching {}{}", address, have == 0 ? "" : " from byte " + have);
        try {
            int status = attempt(part, have);
            if (status == UNSATISFIABLE) {
                Files.deleteIfExists(part);
                status = attempt(part, 0);
            }
            if (status != HttpURLConnection.HTTP_OK && status != PARTIAL)
                throw unreachable(file, "the server answers " + status, null);
        } catch (UncheckedIOException disk) {
            throw disk.getCause();
        } catch (IOException e) {
            throw unreachable(file, e.toString(), e);
        }
    }

    /** The status; the body was taken over when it is 200 or 206. */
    private int attempt(Path part, long have) throws IOException {
        var http = (HttpURLConnection) address.toURL().openConnection();
        try {
            http.setConnectTimeout((int) silence.toMillis());
            http.setReadTimeout((int) silence.toMillis());
            http.setRequestProperty("Accept-Encoding", "identity");
            if (have > 0) http.setRequestProperty("Range", "bytes=" + have + "-");
            int status = http.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK) take(http, part, 0);
            if (status == PARTIAL) take(http, part, continued(http, have));
            return status;
        } finally {
            http.disconnect();
        }
    }

    private static long continued(HttpURLConnection http, long have) throws IOException {
        String range = http.getHeaderField("Content-Range");
        if (range == null || !range.startsWith("bytes " + have + "-"))
            throw new IOException("asked for the bytes from " + have + ", it sends " + Printable.of(range));
        return have;
    }

    private void take(HttpURLConnection http, Path part, long from) throws IOException {
        long announced = http.getContentLengthLong();
        if (announced > most - from) throw tooLarge(from + announced);
        long bytes = from;
        try (InputStream in = http.getInputStream();
                var out = from == 0
                        ? Files.newOutputStream(part)
                        : Files.newOutputStream(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            var buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes += n;
                if (bytes > most) throw tooLarge(bytes);
                write(out, buffer, n);
            }
        }
        if (announced >= 0 && bytes != from + announced)
            throw new IOException("the connection broke after " + bytes + " of " + (from + announced) + " bytes");
    }

    private static void write(java.io.OutputStream out, byte[] buffer, int n) {
        try {
            out.write(buffer, 0, n);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CheckpointException tooLarge(long bytes) {
        return new CheckpointException(address + " has " + bytes + " bytes or more; weights have at most " + most);
    }

    private StoreException unreachable(Path file, String why, IOException cause) {
        return new StoreException(
                Kind.UNREACHABLE,
                "cannot fetch " + address + " (" + why
                        + "). Without network: fetch it on another machine and put it at " + file.toAbsolutePath(),
                cause);
    }
}
