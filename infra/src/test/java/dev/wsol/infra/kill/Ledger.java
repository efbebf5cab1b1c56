package dev.wsol.infra.kill;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.Progress;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.ProgressCodec;
import dev.wsol.contract.wire.ResultCodec;
import dev.wsol.contract.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** All that was said in public since the beginning, as a subscriber of its own reads it: committed messages only. */
final class Ledger implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final List<TopicPartition> PUBLIC = Stream.of(Topics.EVENTS, Topics.RESULTS, Topics.PROGRESS)
            .map(topic -> new TopicPartition(topic, 0))
            .toList();

    /** A result as it stands on its topic. */
    record Result(String key, EvaluationResult result) {}

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<JobEvent> events = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private final List<Progress> progress = new ArrayList<>();

    Ledger(String bootstrap) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false",
                        "reconnect.backoff.max.ms", "200"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(PUBLIC);
        consumer.seekToBeginning(PUBLIC);
    }

    /** Everything up to now, by a new subscriber. */
    static Ledger replay(String bootstrap) {
        var all = new Ledger(bootstrap);
        var ends = all.consumer.endOffsets(PUBLIC);
        Await.until("the end of the topics", Duration.ofSeconds(30), ends::toString, () -> {
            all.read();
            return ends.entrySet().stream().allMatch(end -> all.consumer.position(end.getKey()) >= end.getValue());
        });
        return all;
    }

    List<JobEvent> events() {
        return events;
    }

    List<Result> results() {
        return results;
    }

    List<Progress> progress() {
        return progress;
    }

    /** Events of this kind and job, in order. */
    <E extends JobEvent> List<E> events(Class<E> kind, String job) {
        return events.stream()
                .filter(e -> kind.isInstance(e) && e.job().value().equals(job))
                .map(kind::cast)
                .toList();
    }

    <E extends JobEvent> Optional<E> event(Class<E> kind, String job, Predicate<E> which) {
        return events(kind, job).stream().filter(which).findFirst();
    }

    /** Reads what has come. */
    Ledger read() {
        consumer.poll(POLL).forEach(this::take);
        return this;
    }

    /** The last lines of the history, for people. */
    String tail() {
        var last = events.subList(Math.max(0, events.size() - 40), events.size());
        return "--- events\n"
                + String.join("\n", last.stream().map(Ledger::line).toList()) + "\n";
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static String line(JobEvent event) {
        var text = event.toString();
        return text.substring(0, Math.min(220, text.length()));
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        switch (record.topic()) {
            case Topics.EVENTS -> events.add(EventCodec.decode(record.value()).orElseThrow());
            case Topics.RESULTS -> results.add(new Result(record.key(), ResultCodec.decode(record.value())));
            default -> ProgressCodec.decode(record.value()).ifPresent(progress::add); // workers speak there, too
        }
    }
}
