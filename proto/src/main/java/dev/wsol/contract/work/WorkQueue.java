package dev.wsol.contract.work;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one worker gets its jobs, one at a time. A record is claimed, the coordinator grants or refuses the claim, and
 * only then is the record acknowledged: whatever dies in between, the job is neither lost nor run by two at once.
 */
public final class WorkQueue implements AutoCloseable {
    /** A job that ends sooner does not cost its worker the way out of the group and in again. */
    private static final Duration REST_AFTER = Duration.ofMillis(500);

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    private final String worker;
    private final Outbox outbox;
    private final Queues queues;
    private final Claims claims;
    private final Offers offers = new Offers(System.nanoTime());
    private final ReentrantLock taking = new ReentrantLock();
    private final ScheduledThreadPoolExecutor later;
    private final Herald herald;
    private EventTail tail;
    private volatile JobEvent.DrainAsked drain;
    private volatile BooleanSupplier alsoLeaving = () -> false;
    private volatile boolean closed;

    private WorkQueue(WorkSettings settings, String worker, Queues queues) {
        this.worker = worker;
        this.queues = queues;
        this.outbox = Outbox.open(settings.kafka(), worker);
        this.claims = new Claims(worker, settings.claimPatience(), outbox);
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
        var queues = new Queues(settings);
        var transport = queues.prepare();
        var worker = String.format(
                Locale.ROOT,
                "%s-%06x",
                settings.worker(),
                ThreadLocalRandom.current().nextInt(1 << 24));
        var queue = new WorkQueue(settings, worker, queues);
        try {
            queue.tail = EventTail.open(settings.kafka(), worker, settings.connectPatience(), queue::heard);
            queues.open(transport);
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
            if (claims.busy()) throw new IllegalStateException("close the lease before taking another job");
            do {
                for (var reader : queues.inOrder()) {
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

    private Optional<Lease> takeFrom(QueueReader reader) {
        try {
            offers.joinAnew(System.nanoTime()).ifPresent(this::joinAnew);
            var taken = queues.poll(reader);
            if (taken.isEmpty()) return Optional.empty();
            offers.served(System.nanoTime());
            return claims.claim(taken.get(), this::begun);
        } catch (KafkaException e) {
            LOG.warn("Cannot take a job ({}); trying again.", e.getMessage());
            LockSupport.parkNanos(AGAIN.toNanos());
            return Optional.empty();
        }
    }

    private void joinAnew(JobId waiting) {
        LOG.info("{} is free and job {} was offered in vain: joins its queues anew.", worker, waiting);
        queues.rest();
    }

    /** A job has begun; what to do when it has ended. */
    private Runnable begun(LeaseWatch watch) {
        var rest = later.schedule(() -> rest(watch), REST_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        return () -> {
            rest.cancel(false);
            offers.served(System.nanoTime());
        };
    }

    /** Leaves the groups, so that records go to workers that are free; unless this one has become so. */
    private void rest(LeaseWatch busyWith) {
        taking.lock();
        try {
            if (!closed && claims.busyWith(busyWith)) queues.rest();
        } catch (KafkaException e) {
            LOG.warn("{} cannot leave its queues while it is busy: {}", worker, e.getMessage());
        } finally {
            taking.unlock();
        }
    }

    private void heard(JobEvent event) {
        if (event instanceof JobEvent.DrainAsked asked && asked.means(worker)) drain = asked;
        offers.heard(event, claims.busy(), System.nanoTime());
        claims.heard(event);
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
            queues.close();
            if (tail != null) tail.close();
            herald.gone();
            outbox.close();
        } finally {
            taking.unlock();
        }
    }
}
