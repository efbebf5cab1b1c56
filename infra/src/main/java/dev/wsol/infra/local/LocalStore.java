package dev.wsol.infra.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An S3 store in this process, on the loopback interface only. Buckets are folders and objects files below its directory.
 * Conditional writes are atomic. It does not keep checksums, tags or versions, and does not serve single parts of an object.
 */
public final class LocalStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStore.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final long LONGEST_REQUEST_AT_STOP_MS = 3_000;

    private final DataDirectory directory;
    private final StoreKeys keys;
    private final S3Proxy server;
    private boolean closed;

    private LocalStore(DataDirectory directory, StoreKeys keys, S3Proxy server) {
        this.directory = directory;
        this.keys = keys;
        this.server = server;
    }

    /** Starts on a free port. */
    public static LocalStore start(Path dir) {
        return start(dir, Ports.FREE);
    }

    /**
     * Starts the store and returns when it serves clients.
     *
     * @param dir the store's own directory; created when new, with fresh random keys
     * @param port port of the loopback interface, 0 for a free one
     * @throws LocalStackException when the directory is in use or unusable, or the port is taken
     */
    public static LocalStore start(Path dir, int port) {
        var directory = DataDirectory.open(dir);
        try {
            var keys = StoreKeys.keptIn(directory.path());
            if (port != Ports.FREE) Ports.requireFree(port, "store");
            return new LocalStore(directory, keys, started(directory.below("buckets"), keys, port));
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Where it listens: {@code http://127.0.0.1:port}. Clients must use path-style addresses. */
    public URI endpoint() {
        return URI.create("http://" + Ports.LOOPBACK + ":" + server.getPort());
    }

    /** Any name is accepted; this is the one to use. */
    public String region() {
        return "us-east-1";
    }

    public String accessKey() {
        return keys.access();
    }

    public String secretKey() {
        return keys.secret();
    }

    /** The directory given at the start, absolute. */
    public Path path() {
        return directory.path();
    }

    /** Stops the store, waiting at most 10 s; when it does not stop, that is logged and the caller goes on. */
    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        if (stopped(server)) {
            directory.close();
        } else {
            LOG.error(
                    "The local store did not stop within {} s. {} stays in use until this process ends.",
                    STOP_LIMIT.toSeconds(),
                    directory.path());
        }
    }

    private static S3Proxy started(Path buckets, StoreKeys keys, int port) {
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(buckets.toString()))
                .endpoint(URI.create("http://" + Ports.LOOPBACK + ":" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, keys.access(), keys.secret())
                .metricsEnabled(false)
                .stopTimeout(LONGEST_REQUEST_AT_STOP_MS)
                .build();
        try {
            if (!Bounded.run("the local store cannot start", START_LIMIT, server::start)) {
                throw new LocalStackException(
                        "the local store did not start within " + START_LIMIT.toSeconds() + " s.");
            }
            return server;
        } catch (RuntimeException e) {
            stopped(server);
            throw e;
        }
    }

    private static boolean stopped(S3Proxy server) {
        try {
            return Bounded.run("the local store did not stop cleanly", STOP_LIMIT, server::stop);
        } catch (LocalStackException e) {
            LOG.warn(e.getMessage(), e);
            return false;
        }
    }
}
