package dev.wsol.coordinator.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Command;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
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
import dev.wsol.coordinator.Samples;
import dev.wsol.coordinator.job.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

/** Records that just fit: what the coordinator writes about them has more headers, and would not. */
class LargestRecordTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** Kafka's producers take 1,048,576 bytes with everything. */
    private static final int FITS = 1_048_300;

    private static final JobId FIRST = new JobId("first");
    private static final JobId LAST = new JobId("last");

    @Test
    void what_is_too_large_to_be_written_again_goes_to_the_dead_letters_without_its_value_and_work_goes_on(
            @TempDir Path dir) throws Exception {
        try (var broker = TestBroker.start(dir.resolve("kafka"));
                var topics = TopicSetup.connect(broker.settings(), LONG)) {
            topics.ensureFixed();
            try (var stream = start(broker, topics, dir.resolve("state"))) {
                send(broker, Topics.COMMANDS, "rubbish", "x".repeat(FITS).getBytes(UTF_8));
                send(broker, Topics.COMMANDS, FIRST.value(), submit(FIRST, "/" + "x".repeat(FITS / 2)));
                send(broker, Topics.COMMANDS, "large", submit(new JobId("large"), "/" + "x".repeat(FITS - 300)));
                until(broker, Topics.EVENTS, FIRST.value());
                say(broker, new Report.Claimed());
                say(broker, failed(FITS - 300));
                say(broker, failed(2 * FITS / 3));
                send(broker, Topics.COMMANDS, LAST.value(), submit(LAST, "/data/CUB"));

                var events = until(broker, Topics.EVENTS, LAST.value());
                assertThat(stream.counts().deadLetters()).isEqualTo(3);
                assertThat(events).extracting(LargestRecordTest::event).anySatisfy(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                JobEvent.RetryPlanned.class,
                                r -> assertThat(r.failure().message()).startsWith("xxx")));
                assertThat(events)
                        .extracting(
                                r -> EventCodec.decode(r.value()).orElseThrow().job())
                        .doesNotContain(new JobId("large"));
            }
            var letters = until(broker, Topics.DEAD_LETTERS, "large");
            assertThat(letters).allSatisfy(r -> {
                assertThat(r.value()).isNull();
                assertThat(reason(r)).contains(" bytes");
            });
        }
    }

    private static Report.AttemptFailed failed(int letters) {
        return new Report.AttemptFailed(new Failure(Failure.Code.INTERNAL, "x".repeat(letters)));
    }

    private static JobEvent event(ConsumerRecord<String, byte[]> record) {
        return EventCodec.decode(record.value()).orElseThrow();
    }

    private static String reason(ConsumerRecord<String, byte[]> letter) {
        return new String(letter.headers().lastHeader(Topics.REASON_HEADER).value(), UTF_8);
    }

    private static byte[] submit(JobId id, String data) {
        var spec = Samples.train(When.NEVER);
        return CommandCodec.encode(new Command.Submit(
                "c",
                id,
                Instant.EPOCH,
                new JobSpec.Train(spec.model(), DataRef.at(data), spec.recipe(), spec.evaluation(), spec.queue())));
    }

    private static void say(TestBroker broker, Report.Body body) throws Exception {
        send(broker, Topics.REPORTS, FIRST.value(), ReportCodec.encode(new Report(FIRST, 1, "w", Instant.EPOCH, body)));
    }

    private static void send(TestBroker broker, String topic, String key, byte[] value) throws Exception {
        try (var producer = new KafkaProducer<>(
                broker.settings().with(Map.of()), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
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

    /** All records of the topic up to the first one with this key. */
    private static List<ConsumerRecord<String, byte[]>> until(TestBroker broker, String topic, String key) {
        try (var consumer = new KafkaConsumer<>(
                broker.settings().with(Map.of("isolation.level", "read_committed", "auto.offset.reset", "earliest")),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            var out = new ArrayList<ConsumerRecord<String, byte[]>>();
            Await.until("record of " + key + " on " + topic, LONG, () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(out::add);
                return out.stream().anyMatch(r -> r.key().equals(key));
            });
            return out;
        }
    }
}
