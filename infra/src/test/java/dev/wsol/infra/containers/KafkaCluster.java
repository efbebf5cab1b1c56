package dev.wsol.infra.containers;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/** Kafka in containers, each a broker and a controller. Records outlive the killing of a node. */
public final class KafkaCluster implements AutoCloseable {
    private static final int PORT = 9092;
    private static final int CONTROLLER_PORT = 9094;

    /** What a small cluster needs to form groups at once; everything else is as Kafka has it. */
    private static final Map<String, String> PROMPT = Map.ofEntries(
            entry("KAFKA_HEAP_OPTS", "-Xmx400m"),
            entry("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "3"),
            entry("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "3"),
            entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_NUM_PARTITIONS", "3"),
            entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
            entry("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000"),
            entry("KAFKA_GROUP_SHARE_ASSIGNMENT_INTERVAL_MS", "0"),
            entry("KAFKA_GROUP_SHARE_MIN_HEARTBEAT_INTERVAL_MS", "200"),
            entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"));

    private final Network network = Network.newNetwork();
    private final List<KafkaContainer> nodes;

    private KafkaCluster(int size) {
        nodes = IntStream.rangeClosed(1, size).mapToObj(n -> node(n, size)).toList();
    }

    /** @param size nodes; three of them hold every record three times and need two to accept one */
    public static KafkaCluster start(int size) {
        var cluster = new KafkaCluster(size);
        try {
            Startables.deepStart(cluster.nodes).join(); // none is ready before most are there
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    public String bootstrap() {
        return nodes.stream().map(KafkaContainer::getBootstrapServers).collect(Collectors.joining(","));
    }

    /** The node that leads the first partition of this topic. */
    public int leader(String topic) {
        return describe(topic).partitions().get(0).leader().id();
    }

    /** Nodes that hold all records of the first partition of this topic. */
    public int inSync(String topic) {
        return describe(topic).partitions().get(0).isr().size();
    }

    /** As {@code kill -9}. */
    public void kill(int node) {
        Engine.kill(nodes.get(node - 1));
    }

    /** After it was killed, at the same address with the same records; returns before it is ready. */
    public void startAgain(int node) {
        Engine.startAgain(nodes.get(node - 1));
    }

    @Override
    public void close() {
        Engine.remove(nodes);
        network.close();
    }

    private TopicDescription describe(String topic) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            return admin.describeTopics(Set.of(topic)).allTopicNames().get().get(topic);
        } catch (ExecutionException e) {
            throw new AssertionError("the cluster does not describe " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private KafkaContainer node(int number, int size) {
        var voters = IntStream.rangeClosed(1, size)
                .mapToObj(n -> n + "@kafka-" + n + ":" + CONTROLLER_PORT)
                .collect(Collectors.joining(","));
        var copies = String.valueOf(Math.min(3, size));
        var needed = String.valueOf(Math.min(2, size));
        var node = new KafkaContainer(Images.KAFKA.find().orElseThrow())
                .withNetwork(network)
                .withNetworkAliases("kafka-" + number)
                .withEnv(PROMPT)
                .withEnv("KAFKA_NODE_ID", String.valueOf(number))
                .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", voters)
                .withEnv("KAFKA_DEFAULT_REPLICATION_FACTOR", copies)
                .withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", copies)
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", copies)
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", needed)
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", copies)
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", needed);
        Engine.givePort(node, PORT);
        return node;
    }
}
