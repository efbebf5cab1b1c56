package dev.wsol.contract.work;

import dev.wsol.contract.env.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Share group (KIP-932): records are locked one by one, whoever is free gets the next. */
final class ShareReader implements QueueReader {
    private static final Duration COMMIT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ShareReader.class);

    private final KafkaSettings kafka;
    private final String topic;
    private final String group;
    private KafkaShareConsumer<String, byte[]> consumer;
    private boolean asking;

    ShareReader(KafkaSettings kafka, String topic, String group) {
        this.kafka = kafka;
        this.topic = topic;
        this.group = group;
        this.consumer = consumer();
    }

    private KafkaShareConsumer<String, byte[]> consumer() {
        return new KafkaShareConsumer<>(kafka.with(Map.of(
                "group.id",
                group,
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class,
                "share.acknowledgement.mode",
                "explicit",
                "share.acquire.mode",
                "record_limit",
                "max.poll.records",
                "1")));
    }

    @Override
    public Optional<ConsumerRecord<String, byte[]>> poll(Duration patience) {
        if (consumer.subscription().isEmpty()) consumer.subscribe(List.of(topic));
        asking = true;
        var records = consumer.poll(patience).iterator();
        asking = !records.hasNext();
        return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
    }

    /** Travels with the next fetch, or alone when this worker rests: a record is locked for longer than that. */
    @Override
    public boolean accept(ConsumerRecord<String, byte[]> record) {
        return settle(record, AcknowledgeType.ACCEPT);
    }

    @Override
    public void release(ConsumerRecord<String, byte[]> record) {
        if (settle(record, AcknowledgeType.RELEASE)) flush();
    }

    private boolean settle(ConsumerRecord<String, byte[]> record, AcknowledgeType how) {
        try {
            consumer.acknowledge(record, how);
            return true;
        } catch (KafkaException | IllegalStateException e) {
            LOG.warn("{} of {} offset {} failed: {}", how, topic, record.offset(), e.getMessage());
            rest(); // else an unsettled record would forbid every further poll
            return false;
        }
    }

    /** The answer is per partition, and a failure there is no exception. */
    private void flush() {
        try {
            consumer.commitSync(COMMIT).values().stream()
                    .flatMap(Optional::stream)
                    .forEach(f -> LOG.warn("A record of {} was not settled: {}", topic, f.getMessage()));
        } catch (KafkaException | IllegalStateException e) {
            LOG.warn("Records of {} were not settled: {}", topic, e.getMessage());
            if (!consumer.subscription().isEmpty()) consumer.unsubscribe();
        }
    }

    /**
     * After a poll that came to nothing the consumer goes on asking. A member that leaves meanwhile is given a record
     * nevertheless, and the record is locked for nobody, by default for 30 s. Closing waits for the answer.
     */
    @Override
    public void rest() {
        if (consumer.subscription().isEmpty()) return;
        if (asking) {
            var leaving = consumer;
            consumer = consumer(); // first: closing may fail, and a closed consumer is of no use
            asking = false;
            leaving.close(COMMIT);
        } else {
            flush();
            consumer.unsubscribe();
        }
    }

    @Override
    public void close() {
        consumer.close(COMMIT);
    }
}
