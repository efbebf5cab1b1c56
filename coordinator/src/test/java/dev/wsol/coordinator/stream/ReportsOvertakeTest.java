package dev.wsol.coordinator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Command;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.CommandCodec;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.ReportCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.contract.work.TestBroker;
import dev.wsol.contract.work.TopicSetup;
import dev.wsol.coordinator.Await;
import dev.wsol.coordinator.Samples;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real broker: the driver of {@link JobTopologyTest} hands over one record after the other, whatever their times. */
class ReportsOvertakeTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MANY = 300;
    private static final JobId FIRST = new JobId("first");
    private static final JobId LAST = new JobId("many-" + MANY);

    @Test
    void a_claim_is_heard_before_a_burst_of_new_commands_but_after_a_command_that_has_waited_long(@TempDir Path dir) {
        try (var broker = TestBroker.start(dir.resolve("kafka"));
                var topics = TopicSetup.connect(broker.settings(), LONG)) {
            topics.ensureFixed();
            publish(broker, Instant.now());

            try (var stream = start(broker, topics, dir.resolve("state"))) {
                var events = eventsUntil(
                        broker, e -> e instanceof JobEvent.Submitted && e.job().equals(LAST));

                assertThat(stream.dead()).isFalse();
                assertThat(events)
                        .filteredOn(e -> e.job().equals(FIRST))
                        .extracting(e -> e.getClass().getSimpleName())
                        .containsExactly("Submitted", "Queued", "LeaseGranted");
            }
        }
    }

    /** All is there before the coordinator looks; the claim was sent last. */
    private static void publish(TestBroker broker, Instant now) {
        try (var producer = new KafkaProducer<>(
                broker.settings().with(Map.of()), new StringSerializer(), new ByteArraySerializer())) {
            var sent = new ArrayList<ProducerRecord<String, byte[]>>();
            sent.add(submit(FIRST, now.minusSeconds(60)));
            for (int n = 1; n <= MANY; n++) sent.add(submit(new JobId("many-" + n), now));
            var claim = new Report(FIRST, 1, "w1", now, new Report.Claimed());
            sent.add(record(Topics.REPORTS, FIRST, now.plusMillis(1), ReportCodec.encode(claim)));
            for (var record : sent) {
                var unused = producer.send(record);
            }
        }
    }

    private static ProducerRecord<String, byte[]> submit(JobId id, Instant at) {
        var command = new Command.Submit("c-" + id, id, at, Samples.train(When.NEVER));
        return record(Topics.COMMANDS, id, at, CommandCodec.encode(command));
    }

    private static ProducerRecord<String, byte[]> record(String topic, JobId id, Instant at, byte[] value) {
        return new ProducerRecord<>(topic, null, at.toEpochMilli(), id.value(), value);
    }

    private static JobStream start(TestBroker broker, TopicSetup topics, Path state) {
        return JobStream.start(
                broker.settings(),
                "wsol-coordinator",
                Duration.ofSeconds(2),
                state,
                Optional.empty(),
                Rules.DEFAULT,
                topics::ensureQueue);
    }

    /** All events up to the first one of this kind. */
    private static List<JobEvent> eventsUntil(TestBroker broker, Predicate<JobEvent> last) {
        try (var consumer = new KafkaConsumer<>(
                broker.settings().with(Map.of("isolation.level", "read_committed", "auto.offset.reset", "earliest")),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(Topics.EVENTS, 0)));
            var events = new ArrayList<JobEvent>();
            Await.until("the last event", LONG, () -> {
                for (var r : consumer.poll(Duration.ofMillis(100))) {
                    if (events.stream().anyMatch(last)) break;
                    EventCodec.decode(r.value()).ifPresent(events::add);
                }
                return events.stream().anyMatch(last);
            });
            return events;
        }
    }
}
