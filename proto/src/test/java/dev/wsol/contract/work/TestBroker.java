package dev.wsol.contract.work;

import static java.util.Map.entry;

import dev.wsol.contract.env.KafkaSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** A real broker in this process on free loopback ports. Its data stay in the directory, so it can be started again. */
public final class TestBroker implements AutoCloseable {
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            entry("process.roles", "broker,controller"),
            entry("node.id", "1"),
            entry("controller.listener.names", "CONTROLLER"),
            entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            entry("auto.create.topics.enable", "false"),
            entry("min.insync.replicas", "1"),
            entry("offsets.topic.replication.factor", "1"),
            entry("offsets.topic.num.partitions", "1"),
            entry("transaction.state.log.replication.factor", "1"),
            entry("transaction.state.log.min.isr", "1"),
            entry("transaction.state.log.num.partitions", "1"),
            entry("share.coordinator.state.topic.replication.factor", "1"),
            entry("share.coordinator.state.topic.min.isr", "1"),
            entry("share.coordinator.state.topic.num.partitions", "1"),
            entry("group.initial.rebalance.delay.ms", "0"),
            entry("group.share.assignment.interval.ms", "0"),
            entry("group.share.assignor.offload.enable", "false"),
            entry("group.share.min.record.lock.duration.ms", "1000"),
            entry("group.share.min.heartbeat.interval.ms", "200"),
            entry("group.min.session.timeout.ms", "1000"),
            entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
            entry("log.cleaner.dedupe.buffer.size", "4194304"),
            entry("log.cleaner.threads", "1"),
            entry("broker.session.timeout.ms", "1500"),
            entry("broker.heartbeat.interval.ms", "300"));

    private final KafkaRaftServer server;
    private final int port;

    private TestBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    public static TestBroker start(Path dir) {
        int[] ports = freePorts();
        return start(dir, ports[0], ports[1]);
    }

    private static TestBroker start(Path dir, int port, int controllerPort) {
        format(dir);
        var all = new HashMap<>(SETTINGS);
        var broker = "127.0.0.1:" + port;
        var controller = "127.0.0.1:" + controllerPort;
        all.put("listeners", "PLAINTEXT://" + broker + ",CONTROLLER://" + controller);
        all.put("advertised.listeners", "PLAINTEXT://" + broker);
        all.put("controller.quorum.voters", "1@" + controller);
        all.put("log.dirs", dir.toString());
        var server = new KafkaRaftServer(new KafkaConfig(all), Time.SYSTEM);
        server.startup();
        return new TestBroker(server, port);
    }

    public KafkaSettings settings() {
        return KafkaSettings.at("127.0.0.1:" + port);
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path dir) {
        if (Files.exists(dir.resolve("meta.properties"))) return;
        try {
            new Formatter()
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .addDirectory(dir.toString())
                    .setMetadataLogDirectory(dir.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) { // the foreign method declares no less
            throw new IllegalStateException("cannot format " + dir, e);
        }
    }

    private static int[] freePorts() {
        var loopback = InetAddress.getLoopbackAddress();
        try (var a = new ServerSocket(0, 1, loopback);
                var b = new ServerSocket(0, 1, loopback)) {
            return new int[] {a.getLocalPort(), b.getLocalPort()};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
