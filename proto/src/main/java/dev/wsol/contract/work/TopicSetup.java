package dev.wsol.contract.work;

import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics and group settings that the parts rely on. Everything may be repeated, by several processes at once.
 * Missing rights are no error as long as somebody else has made the topics.
 */
public final class TopicSetup implements AutoCloseable {
    /** How long a queue record stays with a worker that has not acknowledged it. */
    static final Duration RECORD_LOCK = Duration.ofSeconds(30);

    /** A total order is needed here. */
    private static final Set<String> ORDERED = Set.of(Topics.COMMANDS, Topics.REPORTS, Topics.EVENTS);

    private static final Map<String, String> GROUP = Map.of(
            // The default, latest, loses jobs that were queued before the first worker ever came.
            "share.auto.offset.reset", "earliest",
            "share.isolation.level", "read_committed",
            "share.record.lock.duration.ms", String.valueOf(RECORD_LOCK.toMillis()),
            // Crashes and preemptions count as deliveries; the coordinator counts failures of the job itself.
            "share.delivery.count.limit", "10");

    /** A joining member learns of its work with its next heartbeat. Brokers refuse less than 5 s unless told otherwise. */
    private static final Map<String, String> PROMPT = Map.of("share.heartbeat.interval.ms", "500");

    /** Without share groups, as many workers can wait at one queue as it has partitions. */
    private static final int CLASSIC_PARTITIONS = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

    private final KafkaSettings kafka;
    private final Admin admin;
    private final short replicas;
    private final boolean shareGroups;
    private final Set<String> queuesMade = ConcurrentHashMap.newKeySet();

    private TopicSetup(KafkaSettings kafka, Admin admin, int brokers, boolean shareGroups) {
        this.kafka = kafka;
        this.admin = admin;
        this.replicas = (short) Math.min(3, brokers);
        this.shareGroups = shareGroups;
    }

    /**
     * Waits for Kafka to answer.
     *
     * @throws WorkException naming the address if it does not within {@code patience}
     */
    public static TopicSetup connect(KafkaSettings kafka, Duration patience) {
        var admin = admin(kafka);
        try {
            int brokers = Reach.kafka(admin, kafka, patience);
            var features = get(admin.describeFeatures().featureMetadata(), kafka, "the features of the cluster");
            var share = features.finalizedFeatures().get("share.version");
            return new TopicSetup(kafka, admin, brokers, share != null && share.maxVersionLevel() >= 1);
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /** Whether this cluster has share groups. */
    public boolean shareGroups() {
        return shareGroups;
    }

    /**
     * Makes the fixed topics, each with one partition.
     *
     * @throws WorkException if one is missing and cannot be made, or has several partitions where order matters
     */
    public void ensureFixed() {
        var topics = Topics.SETTINGS.entrySet().stream()
                .map(t -> topic(t.getKey(), 1, t.getValue()))
                .toList();
        create(topics);
        describeWhenVisible(ORDERED).values().forEach(this::requireOnePartition);
    }

    /** Makes the topic of this queue and the settings of the group that shares it. Cheap when repeated. */
    public void ensureQueue(Kind kind, String queue) {
        var name = kind.topic(queue);
        if (queuesMade.contains(name)) return;
        create(List.of(topic(name, shareGroups ? 1 : CLASSIC_PARTITIONS, Topics.queueSettings())));
        if (shareGroups) configureGroup(kind.group(queue));
        queuesMade.add(name);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }

    private NewTopic topic(String name, int partitions, Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("min.insync.replicas", String.valueOf(Math.min(2, replicas)));
        return new NewTopic(name, Optional.of(partitions), Optional.of(replicas)).configs(all);
    }

    private void create(Collection<NewTopic> topics) {
        var made = admin.createTopics(topics).values();
        made.forEach((name, answer) -> {
            try {
                answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                LOG.info("Made topic {}.", name);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) requireThere(name, e.getCause());
            } catch (TimeoutException e) {
                throw new WorkException(
                        "Kafka at " + kafka.bootstrap() + " did not make topic " + name + " in time", e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        });
    }

    private void requireThere(String topic, Throwable why) {
        try {
            describe(Set.of(topic));
        } catch (WorkException e) {
            throw new WorkException(
                    "topic " + topic + " is missing at " + kafka.bootstrap() + " and cannot be made ("
                            + why.getMessage() + "): make it, or give this program the right to",
                    why);
        }
    }

    private Map<String, TopicDescription> describe(Collection<String> topics) {
        return get(admin.describeTopics(topics).allTopicNames(), kafka, "topics " + topics);
    }

    /** A new topic is known to the controller a moment before brokers tell of it. */
    private Map<String, TopicDescription> describeWhenVisible(Collection<String> topics) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return describe(topics);
            } catch (WorkException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > end) throw e;
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    private void requireOnePartition(TopicDescription topic) {
        int partitions = topic.partitions().size();
        if (partitions != 1)
            throw new WorkException("topic " + topic.name() + " at " + kafka.bootstrap() + " has " + partitions
                    + " partitions, but its order matters: make it anew with one");
    }

    private void configureGroup(String group) {
        try {
            set(group, GROUP);
        } catch (WorkException e) {
            LOG.warn(
                    "{}. Ask for these settings of group {}: {}. Without them queued jobs may be overlooked until the"
                            + " coordinator offers them again.",
                    e.getMessage(),
                    group,
                    GROUP);
            return;
        }
        try {
            set(group, PROMPT);
        } catch (WorkException e) {
            LOG.debug("Group {} keeps the broker's heartbeat: {}", group, e.getMessage());
        }
    }

    private void set(String group, Map<String, String> settings) {
        var changes = settings.entrySet().stream()
                .map(s -> new AlterConfigOp(new ConfigEntry(s.getKey(), s.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        get(admin.incrementalAlterConfigs(Map.of(resource, changes)).all(), kafka, "settings of group " + group);
    }

    private static Admin admin(KafkaSettings kafka) {
        try {
            return Admin.create(kafka.with(Map.of("request.timeout.ms", "5000", "default.api.timeout.ms", "15000")));
        } catch (KafkaException e) {
            throw Reach.unusable(kafka, e);
        }
    }

    private static <T> T get(KafkaFuture<T> answer, KafkaSettings kafka, String what) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new WorkException(
                    "Kafka at " + kafka.bootstrap() + " refused " + what + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new WorkException("Kafka at " + kafka.bootstrap() + " gave no answer about " + what, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static WorkException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new WorkException("interrupted while waiting for Kafka", e);
    }
}
