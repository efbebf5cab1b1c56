package dev.wsol.infra.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker with its controller in this process, on the loopback interface only. Topics, records, groups and the
 * cluster id are kept in its directory; a start after a crash recovers them. This class and {@link StaleRegistration}
 * are the only ones that know the broker's own classes: they are not public API, and move with the pinned version of Kafka.
 */
public final class LocalBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalBroker.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final int TRIES = 5;

    private final DataDirectory directory;
    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;

    private LocalBroker(DataDirectory directory, KafkaRaftServer server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /** Starts on a free port. */
    public static LocalBroker start(Path dir) {
        return start(dir, Ports.FREE);
    }

    /**
     * Starts the broker and returns when it serves clients.
     *
     * @param dir the broker's own directory; created and formatted when new
     * @param port port of the loopback interface, 0 for a free one
     * @throws LocalStackException when the directory is in use or unusable, or the port is taken
     */
    public static LocalBroker start(Path dir, int port) {
        var directory = DataDirectory.open(dir);
        try {
            Path logs = directory.below("kafka");
            format(logs);
            return start(directory, logs, port);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** What clients set as {@code bootstrap.servers}: {@code 127.0.0.1:port}. */
    public String bootstrap() {
        return Ports.LOOPBACK + ":" + port;
    }

    /** The directory given at the start, absolute. */
    public Path path() {
        return directory.path();
    }

    /**
     * Stops the broker, waiting at most 15 s. When it does not stop, that is logged, its directory stays locked until this
     * process ends, and the caller goes on.
     */
    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        if (stopped(server)) {
            directory.close();
        } else {
            LOG.error(
                    "The local broker did not stop within {} s. {} stays in use until this process ends.",
                    STOP_LIMIT.toSeconds(),
                    directory.path());
        }
    }

    private static LocalBroker start(DataDirectory directory, Path logs, int wanted) {
        for (int attempt = 1; ; attempt++) {
            int[] ports = Ports.two(wanted, "broker");
            try {
                return new LocalBroker(directory, started(logs, ports), ports[0]);
            } catch (LocalStackException e) {
                // A port found free may be taken before the broker binds it: look for others.
                if (!isBindFailure(e) || attempt == TRIES) throw e;
                LOG.info("A port was taken while the local broker started; trying again.");
            }
        }
    }

    private static KafkaRaftServer started(Path logs, int[] ports) {
        var fatal = BrokerExit.arm(logs);
        KafkaRaftServer server = null;
        try {
            if (StaleRegistration.mayBeIn(logs)) StaleRegistration.remove(logs, ports[1], START_LIMIT);
            server = new KafkaRaftServer(new KafkaConfig(BrokerSettings.of(logs, ports[0], ports[1])), Time.SYSTEM);
            if (!Bounded.run("the local broker cannot start", START_LIMIT, server::startup)) {
                throw new LocalStackException(
                        "the local broker did not start within " + START_LIMIT.toSeconds() + " s.");
            }
            fatal.started();
            return server;
        } catch (RuntimeException e) {
            if (server != null) stopped(server);
            throw e instanceof LocalStackException local
                    ? local
                    : new LocalStackException(
                            "the local broker cannot start in " + logs + ": " + e.getMessage()
                                    + ". If the files are damaged, move the directory away.",
                            e);
        }
    }

    static boolean stopped(KafkaRaftServer server) {
        try {
            return Bounded.run("the local broker did not stop cleanly", STOP_LIMIT, () -> {
                server.shutdown();
                server.awaitShutdown();
            });
        } catch (LocalStackException e) {
            LOG.warn(e.getMessage(), e);
            return false;
        }
    }

    /** Writes cluster id and features into a new directory; leaves a formatted one as it is. */
    private static void format(Path logs) {
        if (Files.exists(logs.resolve("meta.properties"))) return; // written last: what is there was formatted in full
        try {
            new Formatter()
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setNodeId(BrokerSettings.NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .addDirectory(logs.toString())
                    .setMetadataLogDirectory(logs.toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) { // the foreign method declares no less
            throw new LocalStackException(
                    "the local broker cannot prepare " + logs + ": " + e.getMessage()
                            + ". If the files are damaged or of another version, move the directory away.",
                    e);
        }
    }

    private static boolean isBindFailure(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof BindException) return true;
            if (t instanceof IOException && String.valueOf(t.getMessage()).contains("Address already in use"))
                return true;
        }
        return false;
    }
}
