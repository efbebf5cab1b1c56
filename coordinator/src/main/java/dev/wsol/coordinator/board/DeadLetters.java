package dev.wsol.coordinator.board;

import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Messages that nobody could read or run, read from their topic whenever somebody asks. */
public final class DeadLetters {
    private static final TopicPartition LETTERS = new TopicPartition(Topics.DEAD_LETTERS, 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int PATIENCE = 25;

    private final KafkaSettings kafka;

    public DeadLetters(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /**
     * One of them.
     *
     * @param key of the message, most often a job id; may be empty
     * @param topic where the message was, or was to be
     * @param headers all that it came with, those of its burial included
     */
    public record Letter(
            long offset,
            Instant at,
            String key,
            String topic,
            String reason,
            byte[] value,
            Map<String, byte[]> headers) {

        /** Whether it is a job that failed once too often, not a message that nobody could read. */
        public boolean isJob() {
            return topic.startsWith("wsol.queue.") && text("ce_source").equals("/coordinator");
        }

        /** Headers of the message as it was before its burial. */
        public Map<String, byte[]> original() {
            var out = new LinkedHashMap<>(headers);
            out.remove(Topics.REASON_HEADER);
            out.remove(Topics.SOURCE_TOPIC_HEADER);
            return out;
        }

        /** Empty if there is no such header. */
        public String text(String header) {
            return new String(headers.getOrDefault(header, new byte[0]), StandardCharsets.UTF_8);
        }
    }

    /** The newest first. Blocks: up to some seconds when Kafka is slow. */
    public List<Letter> newest(int most) {
        try (var consumer = open()) {
            long begin = consumer.beginningOffsets(List.of(LETTERS)).get(LETTERS);
            long from = end(consumer);
            var out = new ArrayList<Letter>();
            // Every other offset may be the end of a transaction, and any number of them may have come to nothing.
            for (long step = 2L * most; out.size() < most && from > begin; step *= 2) {
                long before = from;
                from = Math.max(begin, before - step);
                out.addAll(between(consumer, from, before));
            }
            return out.size() <= most ? out : List.copyOf(out.subList(0, most));
        }
    }

    /** The newest first. */
    private static List<Letter> between(KafkaConsumer<String, byte[]> consumer, long from, long before) {
        consumer.seek(LETTERS, from);
        var out = new ArrayList<Letter>();
        for (int tries = 0; consumer.position(LETTERS) < before && tries < PATIENCE; tries++)
            for (var record : consumer.poll(POLL)) if (record.offset() < before) out.add(letter(record));
        Collections.reverse(out);
        return out;
    }

    /** Blocks as {@link #newest} does. Empty if there is none at this offset. */
    public Optional<Letter> get(long offset) {
        try (var consumer = open()) {
            if (offset < consumer.beginningOffsets(List.of(LETTERS)).get(LETTERS) || offset >= end(consumer))
                return Optional.empty();
            consumer.seek(LETTERS, offset);
            for (int tries = 0; consumer.position(LETTERS) <= offset && tries < PATIENCE; tries++)
                for (var record : consumer.poll(POLL))
                    return record.offset() == offset ? Optional.of(letter(record)) : Optional.empty();
            return Optional.empty();
        }
    }

    private KafkaConsumer<String, byte[]> open() {
        var consumer = EventLog.consumer(kafka, Map.of());
        consumer.assign(List.of(LETTERS));
        return consumer;
    }

    private static long end(KafkaConsumer<String, byte[]> consumer) {
        return consumer.endOffsets(List.of(LETTERS)).get(LETTERS);
    }

    private static Letter letter(ConsumerRecord<String, byte[]> r) {
        var headers = new LinkedHashMap<String, byte[]>();
        for (Header h : r.headers()) if (h.value() != null) headers.put(h.key(), h.value());
        return new Letter(
                r.offset(),
                Instant.ofEpochMilli(r.timestamp()),
                r.key() == null ? "" : r.key(),
                text(headers, Topics.SOURCE_TOPIC_HEADER),
                text(headers, Topics.REASON_HEADER),
                r.value() == null ? new byte[0] : r.value(),
                headers);
    }

    private static String text(Map<String, byte[]> headers, String name) {
        return new String(headers.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }
}
