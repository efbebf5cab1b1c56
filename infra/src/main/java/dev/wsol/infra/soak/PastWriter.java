package dev.wsol.infra.soak;

import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.Report;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.CloudEvents;
import dev.wsol.contract.wire.CommandCodec;
import dev.wsol.contract.wire.ReportCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.contract.work.Kind;
import dev.wsol.contract.work.TopicSetup;
import dev.wsol.coordinator.job.Rules;
import dev.wsol.coordinator.stream.PaperBook;
import dev.wsol.infra.local.LocalStackException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Gives an empty cluster a past: every record that coordinators, workers and people would have left on it, put there in bulk.
 * What it lacks of a real past are the marks of transactions, and progress, which nobody keeps.
 */
public final class PastWriter {
    private static final String APPLICATION = "wsol-coordinator";

    /** Real records come a few at a time, and are read as they came. */
    private static final int BATCH_BYTES = 4096;

    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<Exception> trouble = new AtomicReference<>();
    private final Map<String, Long> written = new HashMap<>();

    private PastWriter(KafkaProducer<String, byte[]> producer) {
        this.producer = producer;
    }

    /**
     * So many jobs, all ended.
     *
     * @return records by topic
     */
    public static Map<String, Long> write(KafkaSettings kafka, int jobs) {
        try (var topics = TopicSetup.connect(kafka, Duration.ofSeconds(60));
                var admin = Admin.create(kafka.with(Map.of()));
                var producer = new KafkaProducer<>(
                        kafka.with(Map.of("batch.size", BATCH_BYTES, "linger.ms", 5, "buffer.memory", 64 << 20)),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            topics.ensureFixed();
            for (var queue : List.of("default", "high")) for (var kind : Kind.values()) topics.ensureQueue(kind, queue);
            admin.createTopics(PaperBook.changelogs(APPLICATION).stream()
                            .map(t -> new NewTopic(t, Optional.of(1), Optional.empty())
                                    .configs(Map.of("cleanup.policy", "compact", "segment.bytes", "52428800")))
                            .toList())
                    .all()
                    .get();
            var writer = new PastWriter(producer);
            var read = writer.write(jobs);
            admin.alterConsumerGroupOffsets(
                            APPLICATION,
                            read.entrySet().stream()
                                    .collect(Collectors.toMap(
                                            e -> new TopicPartition(e.getKey(), 0),
                                            e -> new OffsetAndMetadata(e.getValue()))))
                    .all()
                    .get();
            return Map.copyOf(writer.written);
        } catch (ExecutionException e) {
            throw new LocalStackException("the past cannot be written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted", e);
        }
    }

    private Map<String, Long> write(int jobs) {
        var book = new PaperBook(APPLICATION, Rules.DEFAULT, this::put);
        var past =
                new Past(Instant.now().minus(Duration.ofDays(2)), c -> on(book, c), r -> on(book, r), new HashMap<>());
        past.unfold(jobs);
        producer.flush();
        if (trouble.get() != null)
            throw new LocalStackException("the past cannot be written: " + trouble.get(), trouble.get());
        return book.read();
    }

    private List<JobEvent> on(PaperBook book, Command c) {
        var key = c.job().value();
        var type = "wsol.v1.Command." + c.getClass().getSimpleName();
        put(at(
                c.at(),
                CloudEvents.of(type, "/coordinator/http", c.at(), key)
                        .on(Topics.COMMANDS, key, CommandCodec.encode(c))));
        return book.on(c);
    }

    private List<JobEvent> on(PaperBook book, Report r) {
        var key = r.job().value();
        var type = "wsol.v1.Report." + r.body().getClass().getSimpleName();
        put(at(
                r.at(),
                CloudEvents.of(type, "/workers/" + r.worker(), r.at(), key)
                        .on(Topics.REPORTS, key, ReportCodec.encode(r))));
        return book.on(r);
    }

    private static ProducerRecord<String, byte[]> at(Instant at, ProducerRecord<String, byte[]> r) {
        return new ProducerRecord<>(r.topic(), null, at.toEpochMilli(), r.key(), r.value(), r.headers());
    }

    private void put(ProducerRecord<String, byte[]> record) {
        written.merge(record.topic(), 1L, Long::sum);
        var unused = producer.send(record, (where, e) -> {
            if (e != null) trouble.set(e);
        });
    }
}
