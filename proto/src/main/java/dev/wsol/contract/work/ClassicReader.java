package dev.wsol.contract.work;

import dev.wsol.contract.env.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classic consumer group, for clusters without share groups. Partitions are the unit here: a worker leaves the group while
 * it is busy, or the jobs behind its own would wait for it.
 */
final class ClassicReader implements QueueReader {
    private static final Duration COMMIT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ClassicReader.class);

    private final String topic;
    private final KafkaConsumer<String, byte[]> consumer;

    ClassicReader(KafkaSettings kafka, String topic, String group) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(kafka.with(Map.of(
                "group.id", group,
                "key.deserializer", StringDeserializer.class,
                "value.deserializer", ByteArrayDeserializer.class,
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest",
                // A dead worker keeps its partitions, and the jobs in them, for this long.
                "session.timeout.ms", "10000",
                "max.poll.records", "1")));
    }

    @Override
    public Optional<ConsumerRecord<String, byte[]>> poll(Duration patience) {
        if (consumer.subscription().isEmpty()) consumer.subscribe(List.of(topic));
        var records = consumer.poll(patience).iterator();
        return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
    }

    @Override
    public boolean accept(ConsumerRecord<String, byte[]> record) {
        try {
            consumer.commitSync(Map.of(partition(record), new OffsetAndMetadata(record.offset() + 1)), COMMIT);
            return true;
        } catch (KafkaException e) {
            LOG.warn("Commit of {} offset {} failed: {}", topic, record.offset(), e.getMessage());
            return false;
        }
    }

    @Override
    public void release(ConsumerRecord<String, byte[]> record) {
        try {
            consumer.seek(partition(record), record.offset());
        } catch (IllegalStateException e) {
            LOG.info("{} has gone to another worker, with offset {}.", partition(record), record.offset());
        }
    }

    @Override
    public void rest() {
        if (!consumer.subscription().isEmpty()) consumer.unsubscribe();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(COMMIT));
    }

    private static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
