package dev.wsol.infra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.ResultCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a subscriber with an ordinary consumer reads: all events and results, committed ones only. */
final class History implements AutoCloseable {
    private static final TopicPartition EVENTS = new TopicPartition("wsol.events", 0);
    private static final TopicPartition RESULTS = new TopicPartition("wsol.results", 0);
    private final KafkaConsumer<String, byte[]> consumer;
    final List<JobEvent> events = new ArrayList<>();
    final List<EvaluationResult> results = new ArrayList<>();

    History(String bootstrap) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(EVENTS, RESULTS));
        consumer.seekToBeginning(List.of(EVENTS, RESULTS));
    }

    /** Reads on until an event fits, and answers with the first that does, also among those read before. */
    <E extends JobEvent> E await(Class<E> type, Predicate<E> fits, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        for (int next = 0; ; ) {
            for (; next < events.size(); next++) {
                var event = events.get(next);
                if (type.isInstance(event) && fits.test(type.cast(event))) return type.cast(event);
            }
            if (System.nanoTime() > end)
                throw new AssertionError("no such " + type.getSimpleName() + " within " + limit + "; last events: "
                        + events.subList(Math.max(0, events.size() - 20), events.size()));
            read();
        }
    }

    /** Waits until the job and all that was made for it have ended. */
    void awaitEnd(String job, Duration limit) {
        await(JobEvent.class, e -> e.terminal() && e.job().value().equals(job), limit);
        for (var id : family(job)) {
            await(JobEvent.class, e -> e.terminal() && e.job().value().equals(id), limit);
        }
    }

    private List<String> family(String job) {
        return events.stream()
                .filter(e -> e instanceof JobEvent.Submitted && e.job().value().startsWith(job + "-"))
                .map(e -> e.job().value())
                .toList();
    }

    /** The promises to users, for a job that has ended, and everything below it. */
    void assertRecordedExactlyOnce(String job) {
        read();
        var mine = events.stream()
                .filter(e -> e.job().value().equals(job) || e.job().value().startsWith(job + "-"))
                .toList();
        Map<String, Long> ends = mine.stream()
                .filter(JobEvent::terminal)
                .collect(Collectors.groupingBy(e -> e.job().value(), Collectors.counting()));
        var accepted = mine.stream()
                .filter(e -> e instanceof JobEvent.Submitted)
                .map(e -> e.job().value())
                .toList();
        assertThat(accepted).as("accepted once").doesNotHaveDuplicates();
        assertThat(ends.keySet()).as("every accepted job ends").containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(ends.values()).as("exactly one terminal event").containsOnly(1L);
        var keys = resultsOf(job).stream().map(EvaluationResult::key).toList();
        assertThat(keys).as("one result per checkpoint and protocol").doesNotHaveDuplicates();
    }

    List<EvaluationResult> resultsOf(String job) {
        return results.stream()
                .filter(r -> r.job().value().startsWith(job + "-"))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void read() {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
            if (record.topic().equals(RESULTS.topic())) results.add(ResultCodec.decode(record.value()));
            else EventCodec.decode(record.value()).ifPresent(events::add);
        }
    }
}
