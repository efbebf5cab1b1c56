package dev.wsol.contract.work;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.BadMessage;
import dev.wsol.contract.wire.QueueCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one worker gets its jobs, one at a time. A record is claimed, the coordinator grants or refuses the claim, and
 * only then is the record acknowledged: whatever dies in between, the job is neither lost nor run by two at once.
 */
public final class WorkQueue implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    /** A job that ends sooner does not cost its worker the way out of the group and in again. */
    private static final Duration REST_AFTER = Duration.ofMillis(500);

    private static final long BETWEEN_JOINS = Duration.ofSeconds(5).toNanos();
    private static final Duration JOINS_HELP = Duration.ofMinutes(1);
    private static final String TOO_LATE = "the grant came after the worker had given up waiting for it";
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    private final WorkSettings settings;
    private final String worker;
    private final Outbox outbox;
    private final List<QueueReader> readers = new ArrayList<>();
    private final AtomicReference<LeaseWatch> watched = new AtomicReference<>();
    private final ReentrantLock taking = new ReentrantLock();
    private final ScheduledThreadPoolExecutor later;
    private final Herald herald;
    private EventTail tail;
    private volatile JobEvent.DrainAsked drain;
    private long lastRecord;
    private long joined;
    private volatile Vain vain;
    private volatile BooleanSupplier alsoLeaving = () -> false;
    private volatile boolean closed;

    /** A job that waits although this worker is free, since when it knows. */
    private record Vain(JobId job, long since) {}

    private WorkQueue(WorkSettings settings, String worker) {
        this.settings = settings;
        this.worker = worker;
        this.joined = System.nanoTime();
        this.outbox = Outbox.open(settings.kafka(), worker);
        this.later = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "wsol-rest-" + worker);
            thread.setDaemon(true);
            return thread;
        });
        this.later.setRemoveOnCancelPolicy(true);
        this.herald = new Herald(settings, worker, outbox, () -> leaving() || alsoLeaving.getAsBoolean());
    }

    /**
     * Connects, makes missing topics, and starts to listen to events.
     *
     * @throws WorkException naming the address if Kafka is not there within the settings' patience
     */
    public static WorkQueue open(WorkSettings settings) {
        var transport = prepare(settings);
        var worker = String.format(
                Locale.ROOT,
                "%s-%06x",
                settings.worker(),
                ThreadLocalRandom.current().nextInt(1 << 24));
        var queue = new WorkQueue(settings, worker);
        try {
            queue.tail = EventTail.open(settings.kafka(), worker, settings.connectPatience(), queue::heard);
            for (var name : settings.queues()) queue.readers.add(queue.reader(transport, name));
            queue.herald.start(queue.later);
        } catch (RuntimeException e) {
            queue.close();
            throw e instanceof KafkaException k ? Reach.unusable(settings.kafka(), k) : e;
        }
        LOG.info("{} takes {} jobs from {} over {}.", worker, settings.kind(), settings.queues(), transport);
        return queue;
    }

    /**
     * The next job, if one can be had in time; the preferred queues are asked first. The lease must be closed before the
     * next call. One thread at a time.
     */
    public Optional<Lease> take(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        taking.lock();
        try {
            if (watched.get() != null) throw new IllegalStateException("close the lease before taking another job");
            do {
                for (var reader : readers) {
                    if (closed || leaving()) return Optional.empty();
                    var lease = takeFrom(reader);
                    if (lease.isPresent()) return lease;
                }
            } while (System.nanoTime() < end);
            return Optional.empty();
        } finally {
            taking.unlock();
        }
    }

    /** Whether this worker has been asked to take no more jobs and leave. */
    public boolean leaving() {
        return drain != null;
    }

    /** Another reason to leave, which people are told of. */
    void alsoLeaving(BooleanSupplier leaving) {
        alsoLeaving = leaving;
    }

    /** Whether it has been asked to leave without finishing the job at hand. */
    public boolean leavingNow() {
        var asked = drain;
        return asked != null && !asked.finish();
    }

    /** The name under which this worker claims. */
    public String worker() {
        return worker;
    }

    /** Waits for a claim that is under way. Close leases before. */
    @Override
    public void close() {
        closed = true;
        later.shutdownNow();
        taking.lock();
        try {
            readers.forEach(QueueReader::close);
            readers.clear();
            if (tail != null) tail.close();
            herald.gone();
            outbox.close();
        } finally {
            taking.unlock();
        }
    }

    private static Transport prepare(WorkSettings settings) {
        try (var setup = TopicSetup.connect(settings.kafka(), settings.connectPatience())) {
            setup.ensureFixed();
            settings.queues().forEach(q -> setup.ensureQueue(settings.kind(), q));
            if (settings.transport() == Transport.SHARE && !setup.shareGroups())
                throw new WorkException(
                        "Kafka at " + settings.kafka().bootstrap()
                                + " has no share groups (feature share.version): upgrade the feature or set WSOL_TRANSPORT=auto");
            if (settings.transport() != Transport.AUTO) return settings.transport();
            return setup.shareGroups() ? Transport.SHARE : Transport.CLASSIC;
        }
    }

    private QueueReader reader(Transport transport, String queue) {
        var topic = settings.kind().topic(queue);
        var group = settings.kind().group(queue);
        return transport == Transport.SHARE
                ? new ShareReader(settings.kafka(), topic, group)
                : new ClassicReader(settings.kafka(), topic, group);
    }

    private Optional<Lease> takeFrom(QueueReader reader) {
        try {
            var waiting = vain;
            if (waiting != null) joinAgain(waiting);
            var record = reader.poll(POLL);
            if (record.isEmpty()) return Optional.empty();
            lastRecord = System.nanoTime();
            var better = preferred(reader);
            if (better.isEmpty()) return claim(reader, record.get());
            reader.release(record.get());
            return claim(better.get().reader(), better.get().record());
        } catch (KafkaException e) {
            LOG.warn("Cannot take a job ({}); trying again.", e.getMessage());
            LockSupport.parkNanos(AGAIN.toNanos());
            return Optional.empty();
        }
    }

    /**
     * A record of a queue that is preferred to this one. A reader that has just joined its group may have been too early
     * when it was asked first, so it is asked once more before a less preferred job is taken.
     */
    private Optional<Taken> preferred(QueueReader reader) {
        for (var other : readers) {
            if (other == reader) return Optional.empty();
            try {
                var record = other.poll(POLL);
                if (record.isPresent()) return Optional.of(new Taken(other, record.get()));
            } catch (KafkaException e) {
                LOG.warn("Cannot look into a preferred queue ({}).", e.getMessage());
            }
        }
        return Optional.empty();
    }

    private record Taken(QueueReader reader, ConsumerRecord<String, byte[]> record) {}

    private Optional<Lease> claim(QueueReader reader, ConsumerRecord<String, byte[]> record) {
        QueuedJob job;
        try {
            job = QueueCodec.decode(record.value())
                    .orElseThrow(() -> new BadMessage("a kind of job that this build does not know", null));
        } catch (BadMessage e) {
            bury(reader, record, e.getMessage());
            return Optional.empty();
        }
        var watch = new LeaseWatch(job.job(), job.leaseEpoch(), worker);
        watched.set(watch);
        long since = System.nanoTime();
        var verdict = askForLease(job, watch);
        if (verdict.isPresent() && verdict.get() instanceof JobEvent.LeaseGranted granted) {
            accept(reader, record);
            var clock = new LeaseClock(granted.lease(), since);
            if (clock.over(System.nanoTime())) {
                watched.set(null);
                giveBack(granted, "the answer to the claim took longer than the lease");
                return Optional.empty();
            }
            var rest = later.schedule(() -> rest(watch), REST_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(new Lease(job, worker, watch, granted.lease(), clock, outbox, () -> {
                rest.cancel(false);
                lastRecord = System.nanoTime();
                watched.set(null);
            }));
        }
        watched.set(null);
        if (verdict.isPresent()) accept(reader, record);
        else giveUp(reader, record, watch);
        return Optional.empty();
    }

    /**
     * Jobs wait while this worker is free. A broker that was killed has been seen to come back with a share group whose
     * members are there and are assigned nothing; joining anew moves the group on until it assigns again.
     */
    private void joinAgain(Vain vain) {
        long now = System.nanoTime();
        if (now - joined < BETWEEN_JOINS || now - lastRecord < BETWEEN_JOINS)
            return; // it is served, others are before it
        if (now - vain.since > JOINS_HELP.toNanos()) { // it waits on a queue that is not served here
            this.vain = null;
            return;
        }
        joined = now;
        LOG.info("{} is free and job {} was offered in vain: joins its queues anew.", worker, vain.job);
        readers.forEach(QueueReader::rest);
    }

    /** Leaves the groups, so that records go to workers that are free; unless this one has become so. */
    private void rest(LeaseWatch busyWith) {
        taking.lock();
        try {
            if (!closed && watched.get() == busyWith) readers.forEach(QueueReader::rest);
        } catch (KafkaException e) {
            LOG.warn("{} cannot leave its queues while it is busy: {}", worker, e.getMessage());
        } finally {
            taking.unlock();
        }
    }

    /** The coordinator's answer; empty if there is none in time. */
    private Optional<JobEvent> askForLease(QueuedJob job, LeaseWatch watch) {
        var claimed = outbox.send(new Report(job.job(), job.leaseEpoch(), worker, Instant.now(), new Report.Claimed()));
        try {
            var patience = settings.claimPatience();
            claimed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(watch.verdict().get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            LOG.warn("No answer to the claim of job {} in time: it goes back to its queue.", job.job());
        } catch (ExecutionException e) {
            LOG.warn("Job {} cannot be claimed: {}", job.job(), e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(watch.verdict().getNow(null));
    }

    private void giveUp(QueueReader reader, ConsumerRecord<String, byte[]> record, LeaseWatch watch) {
        reader.release(record);
        // The answer may have come in the moment between the end of patience and the end of the watch.
        if (watch.verdict().getNow(null) instanceof JobEvent.LeaseGranted granted) giveBack(granted, TOO_LATE);
    }

    private void accept(QueueReader reader, ConsumerRecord<String, byte[]> record) {
        if (!reader.accept(record))
            LOG.info(
                    "{} offset {} may come to a worker again, whose claim will be refused.",
                    record.topic(),
                    record.offset());
    }

    /** The record is let go only after the dead letter is safe. */
    private void bury(QueueReader reader, ConsumerRecord<String, byte[]> record, String reason) {
        LOG.warn("{} offset {} goes to the dead letters: {}", record.topic(), record.offset(), reason);
        try {
            outbox.bury(record, reason).get(settings.claimPatience().toMillis(), TimeUnit.MILLISECONDS);
            accept(reader, record);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The dead letter was not taken: {}", e.getMessage());
            reader.release(record);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void heard(JobEvent event) {
        if (event instanceof JobEvent.DrainAsked asked && asked.means(worker)) drain = asked;
        var watch = watched.get();
        if (watch != null) watch.heard(event);
        else if (event instanceof JobEvent.Queued q && q.reason() == JobEvent.QueuedReason.NOT_CLAIMED)
            vain = new Vain(q.job(), System.nanoTime());
        var waiting = vain;
        if (waiting != null && event.job().equals(waiting.job) && !(event instanceof JobEvent.Queued)) vain = null;
        if (event instanceof JobEvent.LeaseGranted granted
                && granted.worker().equals(worker)
                && (watch == null || !watch.isFor(granted))) giveBack(granted, TOO_LATE);
    }

    /** The job need not wait for a lease to run out that this worker cannot use. */
    private void giveBack(JobEvent.LeaseGranted granted, String reason) {
        var released = outbox.send(
                new Report(granted.job(), granted.leaseEpoch(), worker, Instant.now(), new Report.Released(reason)));
        released.exceptionally(failure -> {
            LOG.warn("Job {} cannot be given back: {}", granted.job(), failure.getMessage());
            return null;
        });
    }
}
