package dev.wsol.contract.work;

import dev.wsol.contract.Presence;
import dev.wsol.contract.Progress;
import dev.wsol.contract.Report;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.CloudEvents;
import dev.wsol.contract.wire.ProgressCodec;
import dev.wsol.contract.wire.ReportCodec;
import dev.wsol.contract.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What a worker sends. Reports and dead letters are acknowledged by all replicas and keep their order; progress goes
 * through a producer of its own, which may drop and never waits.
 */
final class Outbox implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final String source;
    private final KafkaProducer<String, byte[]> reports;
    private final KafkaProducer<String, byte[]> progress;

    private Outbox(String source, KafkaProducer<String, byte[]> reports, KafkaProducer<String, byte[]> progress) {
        this.source = source;
        this.reports = reports;
        this.progress = progress;
    }

    static Outbox open(KafkaSettings kafka, String worker) {
        var reports = producer(
                kafka,
                Map.of(
                        "acks", "all",
                        "enable.idempotence", "true",
                        "linger.ms", "0",
                        "max.block.ms", "5000",
                        "request.timeout.ms", "5000",
                        "delivery.timeout.ms", "30000"));
        var progress = producer(
                kafka,
                Map.of("acks", "1", "enable.idempotence", "false", "max.block.ms", "0", "buffer.memory", "1048576"));
        return new Outbox("/workers/" + worker, reports, progress);
    }

    /** Done when Kafka has it; the order of calls is kept. */
    CompletableFuture<Void> send(Report report) {
        return send(
                reports,
                event("Report", report.body(), report.at(), report.job().value())
                        .on(Topics.REPORTS, report.job().value(), ReportCodec.encode(report)));
    }

    /** Perhaps arrives. */
    void send(Progress p) {
        var unused = send(
                progress,
                event("Progress", p.body(), p.at(), p.job().value())
                        .on(Topics.PROGRESS, p.job().value(), ProgressCodec.encode(p)));
    }

    /** Done when it has arrived, which need not be. */
    CompletableFuture<Void> send(Presence p) {
        return send(
                progress,
                CloudEvents.of("wsol.v1.Progress.Presence", source, p.at(), p.worker())
                        .on(Topics.PROGRESS, p.worker(), ProgressCodec.encode(p)));
    }

    /** Keeps a record that nobody can run, with the reason. */
    CompletableFuture<Void> bury(ConsumerRecord<String, byte[]> dead, String reason) {
        var key = dead.key() == null ? "" : dead.key();
        var out = CloudEvents.of("wsol.v1.DeadLetter", source, Instant.now(), key)
                .on(Topics.DEAD_LETTERS, key, dead.value());
        out.headers().add(Topics.REASON_HEADER, reason.getBytes(StandardCharsets.UTF_8));
        out.headers().add(Topics.SOURCE_TOPIC_HEADER, dead.topic().getBytes(StandardCharsets.UTF_8));
        return send(reports, out);
    }

    @Override
    public void close() {
        progress.close(Duration.ofMillis(500));
        reports.close(CLOSE);
    }

    private CloudEvents event(String what, Object body, Instant at, String subject) {
        return CloudEvents.of("wsol.v1." + what + "." + body.getClass().getSimpleName(), source, at, subject);
    }

    private static CompletableFuture<Void> send(
            KafkaProducer<String, byte[]> producer, ProducerRecord<String, byte[]> record) {
        var done = new CompletableFuture<Void>();
        try {
            var unused = producer.send(record, (at, failure) -> {
                if (failure == null) done.complete(null);
                else done.completeExceptionally(failure);
            });
        } catch (KafkaException | IllegalStateException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    private static KafkaProducer<String, byte[]> producer(KafkaSettings kafka, Map<String, Object> own) {
        return new KafkaProducer<>(kafka.with(own), new StringSerializer(), new ByteArraySerializer());
    }
}
