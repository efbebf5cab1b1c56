package dev.wsol.coordinator.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Webhook;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.coordinator.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Coordinators whose posts carry their own name and the job's, and events for them to post. */
final class HookScene {
    static final Duration SESSION = Duration.ofSeconds(3);

    private HookScene() {}

    static Webhooks hooks(KafkaSettings kafka, String name, List<Duration> pauses) {
        return hooks(kafka, pauses, event -> name + " " + event.job());
    }

    static Webhooks hooks(KafkaSettings kafka, List<Duration> pauses, Function<JobEvent, String> body) {
        return hooks(kafka, pauses, body, offset -> true);
    }

    static Webhooks hooks(
            KafkaSettings kafka, List<Duration> pauses, Function<JobEvent, String> body, LongPredicate known) {
        var hooks = new Webhooks(kafka, SESSION, pauses, (id, event) -> body.apply(event), known);
        hooks.start();
        return hooks;
    }

    /** Of events from now on. */
    static Webhook hook(KafkaSettings kafka, String name, Receiver receiver) {
        return new Webhook(name, receiver.at("/"), List.of("Finished"), new byte[24], Instant.now(), end(kafka));
    }

    private static long end(KafkaSettings kafka) {
        try (var consumer =
                new KafkaConsumer<>(kafka.with(Map.of()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var events = new TopicPartition(Topics.EVENTS, 0);
            return consumer.endOffsets(List.of(events)).get(events);
        }
    }

    static void finished(KafkaSettings kafka, String... jobs) {
        for (var job : jobs) {
            var event = new JobEvent.Finished(new JobId(job), Instant.EPOCH, 1);
            write(kafka, Topics.EVENTS, job, EventCodec.encode(event));
        }
    }

    static void write(KafkaSettings kafka, String topic, String key, byte[] value) {
        try (var producer =
                new KafkaProducer<>(kafka.with(Map.of()), new StringSerializer(), new ByteArraySerializer())) {
            var unused = producer.send(new ProducerRecord<>(topic, key, value));
        }
    }

    /** Name of the coordinator. */
    static String poster(Receiver.Got got) {
        return new String(got.body(), UTF_8).split(" ", 2)[0];
    }

    static String job(Receiver.Got got) {
        return new String(got.body(), UTF_8).split(" ", 2)[1];
    }
}
