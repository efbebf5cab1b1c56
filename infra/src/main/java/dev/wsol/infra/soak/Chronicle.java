package dev.wsol.infra.soak;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.ResultCodec;
import dev.wsol.contract.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the coordinator has told the public, in order, as any subscriber reads it: committed messages only. One thread. */
public final class Chronicle implements AutoCloseable {
    private static final List<TopicPartition> PUBLIC = Stream.of(Topics.EVENTS, Topics.RESULTS)
            .map(topic -> new TopicPartition(topic, 0))
            .toList();

    private static final Duration REPLAY_LIMIT = Duration.ofMinutes(5);

    /** What has come since the last time. */
    public record Page(List<JobEvent> events, List<EvaluationResult> results) {
        boolean isEmpty() {
            return events.isEmpty() && results.isEmpty();
        }
    }

    private final KafkaConsumer<String, byte[]> consumer;

    private Chronicle(KafkaSettings kafka) {
        consumer = new KafkaConsumer<>(
                kafka.with(Map.of(
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        5_000,
                        "reconnect.backoff.max.ms",
                        500)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(PUBLIC);
    }

    /** From the first message on. */
    public static Chronicle fromTheBeginning(KafkaSettings kafka) {
        var all = new Chronicle(kafka);
        all.consumer.seekToBeginning(PUBLIC);
        return all;
    }

    /** From now on. */
    public static Chronicle fromNow(KafkaSettings kafka) {
        var rest = new Chronicle(kafka);
        rest.consumer.seekToEnd(PUBLIC);
        PUBLIC.forEach(rest.consumer::position); // seeking is lazy
        return rest;
    }

    /** All there is at this moment. An error of Kafka if it cannot be read in time. */
    static Page replay(KafkaSettings kafka) {
        try (var all = fromTheBeginning(kafka)) {
            var ends = all.consumer.endOffsets(PUBLIC);
            var out = new Page(new ArrayList<>(), new ArrayList<>());
            long end = System.nanoTime() + REPLAY_LIMIT.toNanos();
            while (PUBLIC.stream().anyMatch(p -> all.consumer.position(p) < ends.get(p))) {
                if (System.nanoTime() - end > 0)
                    throw new TimeoutException("not read in " + REPLAY_LIMIT.toSeconds() + " s");
                var page = all.next(Duration.ofMillis(100));
                out.events.addAll(page.events);
                out.results.addAll(page.results);
            }
            return out;
        }
    }

    /** Waits so long for something new. Errors of Kafka pass through; the next call goes on where this one stood. */
    public Page next(Duration patience) {
        var out = new Page(new ArrayList<>(), new ArrayList<>());
        consumer.poll(patience).forEach(r -> {
            if (r.topic().equals(Topics.EVENTS)) EventCodec.decode(r.value()).ifPresent(out.events::add);
            else out.results.add(ResultCodec.decode(r.value()));
        });
        return out;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
