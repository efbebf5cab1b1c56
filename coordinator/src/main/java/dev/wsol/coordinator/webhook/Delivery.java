package dev.wsol.coordinator.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.Webhook;
import dev.wsol.contract.WebhookAttempt;
import dev.wsol.contract.WebhookAttempt.Outcome;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.BadMessage;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts the events of one webhook, one after the other. Its place in the history is a consumer group's: of several
 * coordinators one posts, and after a crash the last events may be posted again but none is left out.
 */
final class Delivery implements AutoCloseable {
    /** Before a consumer that broke is replaced: what broke it may last. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** Begins the id of each event: there is one partition. */
    private static final String PARTITION = "0-";

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration WAITING_POLL = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final KafkaSettings kafka;
    private final Duration session;
    private final Webhook hook;
    private final List<Duration> pauses;
    private final BiFunction<String, JobEvent, String> body;
    private final LongPredicate known;
    private final Consumer<WebhookAttempt> log;
    private final Post post = new Post();
    private final Thread thread;
    private volatile boolean closed;
    private boolean mine;
    private boolean waiting;

    /** How often the events were given to this process: what it holds of an earlier time comes again. */
    private int given;

    /**
     * @param session after this long another coordinator goes on where a dead one stopped
     * @param pauses between the attempts; one more attempt than these, then the event is given up
     * @param body JSON of an event with this id
     * @param known whether the event at this offset is known to those that the body asks
     */
    Delivery(
            KafkaSettings kafka,
            Duration session,
            Webhook hook,
            List<Duration> pauses,
            BiFunction<String, JobEvent, String> body,
            LongPredicate known,
            Consumer<WebhookAttempt> log) {
        this.kafka = kafka;
        this.session = session;
        this.hook = hook;
        this.pauses = List.copyOf(pauses);
        this.body = body;
        this.known = known;
        this.log = log;
        thread = new Thread(this::keepGoing, "wsol-webhook-" + hook.name());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepGoing() {
        while (!closed) {
            try (var consumer = consumer()) {
                followAndLeave(consumer);
            } catch (WakeupException | InterruptException | InterruptedException e) {
                if (!closed) LOG.warn("The posts of {} were interrupted; they go on.", hook);
            } catch (RuntimeException e) {
                LOG.warn("The posts of {} broke; they start again.", hook, e);
                LockSupport.parkNanos(PAUSE.toNanos()); // which an interrupt ends
            }
        }
    }

    /** A consumer that is closed by a thread still interrupted breaks off its goodbye, with two errors in the log. */
    private void followAndLeave(KafkaConsumer<String, byte[]> consumer) throws InterruptedException {
        try {
            follow(consumer);
        } finally {
            Thread.interrupted();
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) throws InterruptedException {
        consumer.subscribe(List.of(Topics.EVENTS), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> gone) {
                mine = false;
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> got) {
                mine = !got.isEmpty();
                given++;
                if (waiting) consumer.pause(got);
                for (var p : got) if (consumer.committed(Set.of(p)).get(p) == null) consumer.seek(p, hook.fromOffset());
            }
        });
        while (!closed) {
            for (var record : consumer.poll(POLL)) {
                if (!deliver(consumer, record)) break;
                consumer.commitSync(Map.of(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1)));
            }
        }
    }

    /** False when somebody else has to do it: this process no longer may. */
    private boolean deliver(KafkaConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> record)
            throws InterruptedException {
        var event =
                event(record).filter(e -> hook.events().contains(e.getClass().getSimpleName()));
        if (event.isEmpty()) return true;
        while (!known.test(record.offset())) if (!waited(consumer, WAITING_POLL)) return false;
        var id = PARTITION + record.offset();
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt > pauses.size();
            var outcome = attempt(id, event.get(), attempt, last);
            if (outcome != Outcome.RETRY) return true;
            if (!waited(consumer, pauses.get(attempt - 1))) return false;
        }
    }

    private Outcome attempt(String id, JobEvent event, int attempt, boolean last) throws InterruptedException {
        var at = Instant.now();
        var answer = post(id, event, at);
        var outcome = answer.taken() ? Outcome.DELIVERED : last ? Outcome.GIVEN_UP : Outcome.RETRY;
        int millis = (int) Duration.between(at, Instant.now()).toMillis();
        log.accept(new WebhookAttempt(
                hook.name(),
                id,
                event.getClass().getSimpleName(),
                attempt,
                at,
                Math.max(0, millis),
                answer.status(),
                answer.error(),
                outcome));
        return outcome;
    }

    /** An event that cannot be posted for whatever reason must not keep back those after it for ever. */
    private Post.Answer post(String id, JobEvent event, Instant at) throws InterruptedException {
        try {
            return post.send(hook, id, body.apply(id, event).getBytes(UTF_8), at);
        } catch (RuntimeException e) {
            LOG.error("{} could not be told of event {}.", hook, id, e);
            return Post.Answer.none(e);
        }
    }

    /** Stays a member of the group while it waits. False if the events were taken away, also when they were given back since. */
    private boolean waited(KafkaConsumer<String, byte[]> consumer, Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        int before = given;
        waiting = true;
        consumer.pause(consumer.assignment());
        try {
            while (!closed && mine && given == before && System.nanoTime() < end) consumer.poll(WAITING_POLL);
        } finally {
            waiting = false;
        }
        consumer.resume(consumer.assignment());
        return !closed && mine && given == before;
    }

    private Optional<JobEvent> event(ConsumerRecord<String, byte[]> record) {
        try {
            return EventCodec.decode(record.value());
        } catch (BadMessage e) {
            LOG.warn("{} skips the event at offset {}: {}", hook, record.offset(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Of the event with this id. */
    static long offset(String id) {
        return Long.parseLong(id.substring(PARTITION.length()));
    }

    /** A name that is used again is another webhook, with a place of its own. */
    static String group(Webhook hook) {
        return "wsol-webhook-" + hook.name() + "-" + hook.createdAt().toEpochMilli();
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                kafka.with(Map.of(
                        "group.id",
                        group(hook),
                        "session.timeout.ms",
                        (int) session.toMillis(),
                        "heartbeat.interval.ms",
                        (int) session.toMillis() / 4,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        50)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
