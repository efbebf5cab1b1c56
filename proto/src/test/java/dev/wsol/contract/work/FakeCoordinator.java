package dev.wsol.contract.work;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Report;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.QueueCodec;
import dev.wsol.contract.wire.ReportCodec;
import dev.wsol.contract.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Grants the first claim of each (job, epoch) and refuses the others, in transactions as the real one does. */
public final class FakeCoordinator implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, String> holders = new ConcurrentHashMap<>();
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "fake-coordinator");
    private volatile boolean closed;
    private volatile boolean answering = true;
    private volatile Duration lease = Duration.ofSeconds(10);

    public FakeCoordinator(KafkaSettings kafka) {
        producer = new KafkaProducer<>(
                kafka.with(Map.of("transactional.id", "fake-coordinator", "linger.ms", "0", "retry.backoff.ms", "5")),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        consumer = new KafkaConsumer<>(
                kafka.with(Map.of("auto.offset.reset", "earliest")),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition(Topics.REPORTS, 0)));
        thread.start();
    }

    public void leaseOf(Duration other) {
        lease = other;
    }

    void answering(boolean yes) {
        answering = yes;
    }

    /** As if this worker had claimed before. */
    void holds(String worker, QueuedJob job) {
        holders.put(job.job() + "/" + job.leaseEpoch(), worker);
    }

    public void offer(String topic, QueuedJob job) {
        write(topic, job.job().value(), QueueCodec.encode(job));
    }

    public void say(JobEvent event) {
        write(Topics.EVENTS, event.job().value(), EventCodec.encode(event));
    }

    synchronized void write(String topic, String key, byte[] value) {
        producer.beginTransaction();
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
        producer.commitTransaction();
    }

    /** Reports about this job so far, signs of life left out. */
    public List<Report> about(QueuedJob job) {
        return reports.stream()
                .filter(r -> r.job().equals(job.job()) && !(r.body() instanceof Report.Alive))
                .toList();
    }

    long count(Predicate<Report> which) {
        return reports.stream().filter(which).count();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
        producer.close();
    }

    private void run() {
        try (consumer) {
            while (!closed)
                consumer.poll(Duration.ofMillis(50))
                        .forEach(r -> ReportCodec.decode(r.value()).ifPresent(this::heard));
        }
    }

    private void heard(Report report) {
        reports.add(report);
        if (report.body() instanceof Report.Claimed && answering) answer(report);
    }

    void answer(Report claim) {
        var holder = holders.putIfAbsent(claim.job() + "/" + claim.leaseEpoch(), claim.worker());
        say(
                holder == null || holder.equals(claim.worker())
                        ? new JobEvent.LeaseGranted(
                                claim.job(), Instant.now(), claim.leaseEpoch(), claim.worker(), lease)
                        : new JobEvent.ClaimRefused(
                                claim.job(), Instant.now(), claim.leaseEpoch(), claim.worker(), "held by " + holder));
    }
}
