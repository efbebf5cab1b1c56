package dev.wsol.coordinator.stream;

import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.CommandCodec;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.ReportCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.contract.work.TestBroker;
import dev.wsol.contract.work.TopicSetup;
import dev.wsol.coordinator.Await;
import dev.wsol.coordinator.job.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The running job book on a real broker, and who speaks to it. */
final class StreamScene implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);
    private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);

    final TestBroker broker;
    final TopicSetup topics;
    private final Path dir;
    private final KafkaProducer<String, byte[]> sender;
    private final KafkaConsumer<String, byte[]> committed;
    private final KafkaConsumer<String, byte[]> all;
    private final List<JobEvent> events = new ArrayList<>();
    private final List<JobEvent> tried = new ArrayList<>();
    private JobStream stream;

    StreamScene(Path dir) {
        this.dir = dir;
        broker = TestBroker.start(dir.resolve("kafka"));
        topics = TopicSetup.connect(broker.settings(), LONG);
        topics.ensureFixed();
        sender = new KafkaProducer<>(
                broker.settings().with(Map.of()), new StringSerializer(), new ByteArraySerializer());
        committed = consumer("read_committed");
        all = consumer("read_uncommitted");
    }

    private KafkaConsumer<String, byte[]> consumer(String isolation) {
        var consumer = new KafkaConsumer<>(
                broker.settings().with(Map.of("isolation.level", isolation, "auto.offset.reset", "earliest")),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(EVENTS));
        return consumer;
    }

    void start(Rules rules, Queues queues) {
        stream = JobStream.start(
                broker.settings(),
                "wsol-coordinator",
                Duration.ofSeconds(2),
                dir.resolve("state"),
                Optional.empty(),
                rules,
                queues);
    }

    boolean dead() {
        return stream.dead();
    }

    void submit(JobId id, Instant at, JobSpec spec) {
        var command = new Command.Submit("c-" + id, id, at, spec);
        send(Topics.COMMANDS, id, at, CommandCodec.encode(command));
    }

    void say(JobId id, int epoch, Instant at, Report.Body body) {
        send(Topics.REPORTS, id, at, ReportCodec.encode(new Report(id, epoch, "w1", at, body)));
    }

    void send(String topic, JobId id, Instant at, byte[] value) {
        var unused = sender.send(new ProducerRecord<>(topic, null, at.toEpochMilli(), id.value(), value));
    }

    /** All events up to the first one of this kind. */
    List<JobEvent> until(Predicate<JobEvent> last) {
        return Await.until("the event", LONG, () -> {
            read(committed, events);
            for (int at = 0; at < events.size(); at++)
                if (last.test(events.get(at))) return List.copyOf(events.subList(0, at + 1));
            return null;
        });
    }

    /** All events so far, those of transactions that came to nothing included. */
    List<JobEvent> tried() {
        read(all, tried);
        return List.copyOf(tried);
    }

    /** All events that count so far. */
    List<JobEvent> events() {
        read(committed, events);
        return List.copyOf(events);
    }

    private static void read(KafkaConsumer<String, byte[]> from, List<JobEvent> to) {
        from.poll(Duration.ofMillis(100))
                .forEach(r -> EventCodec.decode(r.value()).ifPresent(to::add));
    }

    @Override
    public void close() {
        if (stream != null) stream.close();
        committed.close();
        all.close();
        sender.close();
        topics.close();
        broker.close();
    }
}
