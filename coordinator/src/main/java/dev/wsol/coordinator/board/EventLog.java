package dev.wsol.coordinator.board;

import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.BadMessage;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event topic itself: all history, read page by page. Each page has a consumer of its own. */
public final class EventLog {
    static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
    private final KafkaSettings kafka;

    public EventLog(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** @param next where the next page starts; offsets have gaps where transactions ended */
    public record Page(List<Seen> events, long next) {}

    /** Blocks: up to some seconds when Kafka is slow. Empty, and {@code next == from}, at the end. */
    public Page read(long from, int most) {
        try (var consumer = consumer(kafka, Map.of("max.poll.records", most))) {
            consumer.assign(List.of(EVENTS));
            long start =
                    Math.max(from, consumer.beginningOffsets(List.of(EVENTS)).get(EVENTS));
            long end = consumer.endOffsets(List.of(EVENTS)).get(EVENTS);
            consumer.seek(EVENTS, start);
            var out = new ArrayList<Seen>();
            for (int tries = 0; out.isEmpty() && consumer.position(EVENTS) < end && tries < 25; tries++)
                consumer.poll(POLL).forEach(r -> seen(r).ifPresent(out::add));
            return new Page(out, consumer.position(EVENTS));
        }
    }

    static KafkaConsumer<String, byte[]> consumer(KafkaSettings kafka, Map<String, Object> more) {
        var own = new HashMap<String, Object>(Map.of(
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "fetch.min.bytes",
                1));
        own.putAll(more);
        return new KafkaConsumer<>(kafka.with(own), new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Empty for what this build cannot read: a newer coordinator may have written it. */
    static Optional<Seen> seen(ConsumerRecord<String, byte[]> record) {
        try {
            return EventCodec.decode(record.value()).map(e -> new Seen(record.offset(), e));
        } catch (BadMessage e) {
            LOG.warn("Event at offset {} cannot be read: {}", record.offset(), e.getMessage());
            return Optional.empty();
        }
    }
}
