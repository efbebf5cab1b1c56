package dev.wsol.coordinator.webhook;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.Webhook;
import dev.wsol.contract.WebhookAttempt;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.BadMessage;
import dev.wsol.contract.wire.Topics;
import dev.wsol.contract.wire.WebhookCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All webhooks of the cluster: kept on a topic, posted by whichever coordinator has the webhook's place. */
public final class Webhooks implements AutoCloseable {
    /** Of one event: 8 attempts within about half an hour. */
    public static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10));

    public static final int MOST = 32;
    private static final int LOG_KEPT = 200;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private final KafkaSettings kafka;
    private final Duration session;
    private final List<Duration> pauses;
    private final BiFunction<String, JobEvent, String> body;
    private final LongPredicate known;
    private final KafkaProducer<String, byte[]> producer;
    private final Map<String, Webhook> hooks = new ConcurrentSkipListMap<>();
    private final Map<String, Delivery> deliveries = new ConcurrentHashMap<>();
    private final Map<String, Deque<WebhookAttempt>> logs = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::keepFollowing, "wsol-webhooks");
    private volatile KafkaConsumer<String, byte[]> consumer;
    private volatile boolean caughtUp;
    private volatile boolean closed;

    /**
     * @param session after this long another coordinator goes on where a dead one stopped
     * @param body JSON of an event with this id
     * @param known whether the event at this offset is known to those that the body asks
     */
    public Webhooks(
            KafkaSettings kafka,
            Duration session,
            List<Duration> pauses,
            BiFunction<String, JobEvent, String> body,
            LongPredicate known) {
        this.kafka = kafka;
        this.session = session;
        this.pauses = pauses;
        this.body = body;
        this.known = known;
        producer = new KafkaProducer<>(
                kafka.with(Map.of(
                        "acks",
                        "all",
                        "linger.ms",
                        0,
                        "max.block.ms",
                        5_000,
                        "delivery.timeout.ms",
                        8_000,
                        "request.timeout.ms",
                        4_000)),
                new StringSerializer(),
                new ByteArraySerializer());
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Whether all are known that were there when this process started. */
    public boolean caughtUp() {
        return caughtUp;
    }

    /** By name. */
    public Collection<Webhook> all() {
        return hooks.values();
    }

    public Optional<Webhook> get(String name) {
        return Optional.ofNullable(hooks.get(name));
    }

    /** The newest attempts, oldest first; without those of an earlier webhook of this name. */
    public List<WebhookAttempt> log(String name) {
        var hook = hooks.get(name);
        var log = logs.get(name);
        if (hook == null || log == null) return List.of();
        synchronized (log) {
            return log.stream()
                    .filter(a -> Delivery.offset(a.event()) >= hook.fromOffset())
                    .toList();
        }
    }

    /** Completes when the brokers have it. May block for some seconds. */
    public CompletableFuture<Void> put(Webhook hook) {
        return send(Topics.WEBHOOKS, hook.name(), WebhookCodec.encode(hook))
                .thenRun(() -> hooks.put(hook.name(), hook));
    }

    /** Completes when the brokers have forgotten it. May block for some seconds. */
    public CompletableFuture<Void> delete(String name) {
        return send(Topics.WEBHOOKS, name, null).thenRun(() -> hooks.remove(name));
    }

    @Override
    public void close() {
        closed = true;
        var reading = consumer;
        if (reading != null) reading.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        deliveries.values().forEach(Delivery::close);
        producer.close(Duration.ofSeconds(2));
    }

    private CompletableFuture<Void> send(String topic, String key, byte[] value) {
        var done = new CompletableFuture<Void>();
        try {
            var unused = producer.send(new ProducerRecord<>(topic, key, value), (where, e) -> {
                if (e == null) done.complete(null);
                else done.completeExceptionally(e);
            });
        } catch (KafkaException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    private void keepFollowing() {
        while (!closed) {
            try (var reading = consumer()) {
                consumer = reading;
                follow(reading);
            } catch (WakeupException e) {
                if (!closed) LOG.warn("The list of webhooks was woken up without being closed.", e);
            } catch (RuntimeException e) {
                LOG.warn("The list of webhooks cannot be read; it is read again.", e);
                LockSupport.parkNanos(Delivery.PAUSE.toNanos());
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> reading) {
        var list = new TopicPartition(Topics.WEBHOOKS, 0);
        var all = List.of(list, new TopicPartition(Topics.WEBHOOK_LOG, 0));
        reading.assign(all);
        reading.seekToBeginning(all);
        logs.clear();
        long goal = reading.endOffsets(List.of(list)).get(list);
        while (!closed) {
            for (var record : reading.poll(POLL)) take(record);
            if (!caughtUp && reading.position(list) >= goal) caughtUp = true;
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.topic().equals(Topics.WEBHOOK_LOG))
                WebhookCodec.decodeAttempt(record.value()).ifPresent(this::remember);
            else if (record.value() == null) forget(record.key());
            else begin(WebhookCodec.decode(record.value()));
        } catch (BadMessage e) {
            LOG.warn("A record of {} with key {} cannot be read: {}", record.topic(), record.key(), e.getMessage());
        }
    }

    private void begin(Webhook hook) {
        stop(hook.name());
        hooks.put(hook.name(), hook);
        deliveries.put(hook.name(), new Delivery(kafka, session, hook, pauses, body, known, a -> {
            var unused = send(Topics.WEBHOOK_LOG, a.webhook(), WebhookCodec.encode(a));
        }));
    }

    private void forget(String name) {
        stop(name);
        logs.remove(name);
    }

    private void stop(String name) {
        hooks.remove(name);
        var delivery = deliveries.remove(name);
        if (delivery != null) delivery.close();
    }

    private void remember(WebhookAttempt attempt) {
        var log = logs.computeIfAbsent(attempt.webhook(), n -> new ArrayDeque<>());
        synchronized (log) {
            if (log.size() == LOG_KEPT) log.removeFirst();
            log.addLast(attempt);
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                kafka.with(Map.of("enable.auto.commit", false, "auto.offset.reset", "earliest")),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
