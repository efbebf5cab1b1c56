package dev.wsol.contract.work;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.BadMessage;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@link Topics#EVENTS} from now on, committed events only, on a daemon thread of its own. */
final class EventTail implements AutoCloseable {
    private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Consumer<JobEvent> listener;
    private final Thread thread;
    private volatile boolean closed;

    private EventTail(KafkaConsumer<String, byte[]> consumer, Consumer<JobEvent> listener, String name) {
        this.consumer = consumer;
        this.listener = listener;
        this.thread = new Thread(this::run, "wsol-events-" + name);
        this.thread.setDaemon(true);
    }

    /**
     * Returns when the tail stands at the end of the topic: an answer to anything sent from now on will be heard.
     *
     * @param listener called on the tail's thread; must not block
     */
    static EventTail open(KafkaSettings kafka, String name, Duration patience, Consumer<JobEvent> listener) {
        var consumer = new KafkaConsumer<String, byte[]>(kafka.with(Map.of(
                "key.deserializer", StringDeserializer.class,
                "value.deserializer", ByteArrayDeserializer.class,
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "auto.offset.reset", "latest")));
        try {
            consumer.assign(List.of(EVENTS));
            consumer.seekToEnd(List.of(EVENTS));
            consumer.position(EVENTS, patience);
        } catch (KafkaException e) {
            consumer.close();
            throw new WorkException(
                    "cannot read " + Topics.EVENTS + " at " + kafka.bootstrap() + ": " + e.getMessage(), e);
        }
        var tail = new EventTail(consumer, listener, name);
        tail.thread.start();
        return tail;
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            while (!closed) step();
        }
    }

    /** A tail that fell silent would let a lost lease go unnoticed, so it goes on after any error. */
    private void step() {
        try {
            consumer.poll(STEP).forEach(this::tell);
        } catch (WakeupException e) {
            LOG.debug("The event tail is closing.");
        } catch (KafkaException e) {
            LOG.warn("Cannot read {} ({}); trying again.", Topics.EVENTS, e.getMessage());
            pause();
        }
    }

    private void tell(ConsumerRecord<String, byte[]> record) {
        try {
            EventCodec.decode(record.value()).ifPresent(listener);
        } catch (BadMessage e) {
            LOG.warn("Skipped {} offset {}: {}", Topics.EVENTS, record.offset(), e.getMessage());
        }
    }

    private void pause() {
        try {
            Thread.sleep(STEP.toMillis());
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
