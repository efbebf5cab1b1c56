package dev.wsol.infra.soak;

import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.Topics;
import dev.wsol.contract.work.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says again, some time later, what others have said to the coordinator and on the queues. */
final class Copier implements AutoCloseable {
    private static final String MARK = "wsol_soak_copy";
    private static final int LONGEST_MS = 6_000;
    private static final Logger LOG = LoggerFactory.getLogger(Copier.class);

    private record Later(long due, ProducerRecord<String, byte[]> record) {}

    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final PriorityQueue<Later> waiting = new PriorityQueue<>((a, b) -> Long.signum(a.due - b.due));
    private final Random dice;
    private final double share;
    private final Thread thread = new Thread(this::run, "soak-copier");
    private volatile boolean closed;
    private final AtomicInteger copies = new AtomicInteger();

    /** @param share of all messages that are said twice, 0 to 1 */
    Copier(KafkaSettings kafka, long seed, double share) {
        this.dice = new Random(seed);
        this.share = share;
        consumer = new KafkaConsumer<>(
                kafka.with(Map.of("isolation.level", "read_committed", "enable.auto.commit", false)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                kafka.with(Map.of("linger.ms", 0)), new StringSerializer(), new ByteArraySerializer());
        var topics = Stream.of(
                        Topics.COMMANDS, Topics.REPORTS, Kind.TRAIN.topic("default"), Kind.EVALUATE.topic("default"))
                .flatMap(t -> consumer.partitionsFor(t).stream())
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(topics);
        consumer.seekToEnd(topics);
        topics.forEach(consumer::position); // seeking is lazy
        thread.setDaemon(true);
        thread.start();
    }

    /** Messages said twice so far. */
    int copies() {
        return copies.get();
    }

    /** What still waits to be said again is not. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }

    private void run() {
        try (consumer) {
            while (!closed) step();
        }
    }

    private void step() {
        try {
            consumer.poll(Duration.ofMillis(50)).forEach(this::perhaps);
            long now = System.nanoTime();
            while (!waiting.isEmpty() && waiting.peek().due - now <= 0) {
                var unused = producer.send(waiting.poll().record);
                copies.incrementAndGet();
            }
        } catch (KafkaException e) {
            LOG.debug("No copies while the broker is away.", e);
        }
    }

    /** A copy is not copied, or there would be no end. Half of them follow at once, half when much has happened. */
    private void perhaps(ConsumerRecord<String, byte[]> record) {
        if (record.headers().lastHeader(MARK) != null || dice.nextDouble() >= share) return;
        var copy = new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value());
        record.headers().forEach(copy.headers()::add);
        copy.headers().add(MARK, new byte[0]);
        long wait = dice.nextBoolean() ? 0 : dice.nextInt(LONGEST_MS);
        waiting.add(new Later(System.nanoTime() + Duration.ofMillis(wait).toNanos(), copy));
    }
}
