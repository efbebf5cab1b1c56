package dev.wsol.coordinator.stream;

import dev.wsol.contract.Command;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.CloudEvents;
import dev.wsol.contract.wire.CommandCodec;
import dev.wsol.contract.wire.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Puts commands on their topic. A thread of its own, because a producer may block while it looks for the broker. */
public final class CommandSender implements AutoCloseable {
    private static final int MOST_WAITING = 1_000;

    /** A dead leader is noticed after Kafka's broker.session.timeout.ms, 9 s, and replaced a moment later. */
    private static final int LEADER_LOSS_MS = 15_000;

    private final KafkaProducer<String, byte[]> producer;
    private final ExecutorService thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), CommandSender::thread);

    public CommandSender(KafkaSettings kafka) {
        producer = new KafkaProducer<>(
                kafka.with(Map.of(
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "linger.ms",
                        0,
                        "max.block.ms",
                        5_000,
                        "request.timeout.ms",
                        4_000,
                        "delivery.timeout.ms",
                        LEADER_LOSS_MS)),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Completes when the brokers have the command, or with what went wrong. */
    public CompletableFuture<Void> send(Command command) {
        return send(() -> {
            var key = command.job().value();
            var type = "wsol.v1.Command." + command.getClass().getSimpleName();
            return CloudEvents.of(type, "/coordinator/http", command.at(), key)
                    .on(Topics.COMMANDS, key, CommandCodec.encode(command));
        });
    }

    /** Puts a message on a topic once more, as it came. Completes as {@link #send} does. */
    public CompletableFuture<Void> again(String topic, String key, byte[] value, Map<String, byte[]> headers) {
        return send(() -> {
            var record = new ProducerRecord<>(topic, key, value);
            headers.forEach(record.headers()::add);
            return record;
        });
    }

    private CompletableFuture<Void> send(Supplier<ProducerRecord<String, byte[]>> record) {
        var done = new CompletableFuture<Void>();
        try {
            thread.execute(() -> hand(record, done));
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(new IllegalStateException("too many requests are waiting for Kafka", e));
        }
        return done;
    }

    private void hand(Supplier<ProducerRecord<String, byte[]>> record, CompletableFuture<Void> done) {
        try {
            var unused = producer.send(record.get(), (where, e) -> {
                if (e == null) done.complete(null);
                else done.completeExceptionally(e);
            });
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close(Duration.ofSeconds(2));
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "wsol-commands");
        thread.setDaemon(true);
        return thread;
    }
}
