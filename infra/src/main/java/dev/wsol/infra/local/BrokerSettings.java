package dev.wsol.infra.local;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The settings of the one-node broker that differ from Kafka's own. Names as in Kafka's broker configuration. */
final class BrokerSettings {
    static final int NODE = 1;
    static final String CONTROLLER = "CONTROLLER";
    private static final String BROKER = "BROKER";

    /** One node holds everything: no second copy, one partition is enough for each internal topic. */
    private static final Map<String, String> ALONE = Map.ofEntries(
            entry("default.replication.factor", "1"),
            entry("min.insync.replicas", "1"),
            entry("offsets.topic.replication.factor", "1"),
            entry("offsets.topic.num.partitions", "1"),
            entry("transaction.state.log.replication.factor", "1"),
            entry("transaction.state.log.min.isr", "1"),
            entry("transaction.state.log.num.partitions", "1"),
            entry("share.coordinator.state.topic.replication.factor", "1"),
            entry("share.coordinator.state.topic.min.isr", "1"),
            entry("share.coordinator.state.topic.num.partitions", "1"));

    /**
     * Groups form at once, and dead members and transactions are noticed in seconds. Lower bounds allow, they do not set.
     * (From Kafka 4.4 on, {@code group.share.assignor.offload.enable=false} belongs here too; 4.3 does not know it.)
     */
    private static final Map<String, String> PROMPT = Map.ofEntries(
            entry("group.initial.rebalance.delay.ms", "0"),
            entry("group.min.session.timeout.ms", "1000"),
            entry("group.consumer.assignment.interval.ms", "0"),
            entry("group.consumer.min.session.timeout.ms", "1000"),
            entry("group.consumer.min.heartbeat.interval.ms", "200"),
            entry("group.share.assignment.interval.ms", "0"),
            entry("group.share.min.session.timeout.ms", "1000"),
            entry("group.share.min.heartbeat.interval.ms", "200"),
            // An assignment reaches a member with its next heartbeat: 5 s by default.
            entry("group.share.heartbeat.interval.ms", "500"),
            entry("group.share.session.timeout.ms", "10000"),
            entry("group.share.min.record.lock.duration.ms", "1000"),
            entry("group.share.max.record.lock.duration.ms", "3600000"),
            entry("group.share.max.delivery.count.limit", "25"),
            entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
            // Let in with the next sign of life: 2 s by default. The session keeps its 9 s: one that ran out while this
            // machine is busy would take all partitions from their only leader. See StaleRegistration for a crash.
            entry("broker.heartbeat.interval.ms", "300"),
            entry("controlled.shutdown.enable", "true"));

    /** Few threads and little memory: the same cores train networks. */
    private static final Map<String, String> SMALL = Map.ofEntries(
            entry("num.network.threads", "2"),
            entry("num.io.threads", "4"),
            entry("background.threads", "2"),
            entry("num.recovery.threads.per.data.dir", "1"),
            entry("group.coordinator.threads", "1"),
            entry("log.cleaner.threads", "1"),
            entry("log.cleaner.dedupe.buffer.size", "4194304"),
            // An empty record twice a second tells other controllers that this one lives: there are no others.
            entry("metadata.max.idle.interval.ms", "0"));

    private BrokerSettings() {}

    /** Of the same node without its broker: nothing is served, only the metadata can be changed. */
    static Map<String, String> ofControllerAlone(Path logs, int controllerPort) {
        var all = new HashMap<>(of(logs, 0, controllerPort));
        all.put("process.roles", "controller");
        all.put("listeners", CONTROLLER + "://" + Ports.LOOPBACK + ":" + controllerPort);
        all.keySet().removeAll(Set.of("advertised.listeners", "inter.broker.listener.name"));
        return all;
    }

    static Map<String, String> of(Path logs, int port, int controllerPort) {
        var all = new HashMap<String, String>();
        all.putAll(ALONE);
        all.putAll(PROMPT);
        all.putAll(SMALL);
        String here = Ports.LOOPBACK + ":";
        all.put("process.roles", "broker,controller");
        all.put("node.id", String.valueOf(NODE));
        all.put("listeners", BROKER + "://" + here + port + "," + CONTROLLER + "://" + here + controllerPort);
        all.put("advertised.listeners", BROKER + "://" + here + port);
        all.put("listener.security.protocol.map", BROKER + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        all.put("inter.broker.listener.name", BROKER);
        all.put("controller.listener.names", CONTROLLER);
        all.put("controller.quorum.voters", NODE + "@" + here + controllerPort);
        all.put("log.dirs", logs.toString());
        all.put("auto.create.topics.enable", "false");
        return all;
    }
}
