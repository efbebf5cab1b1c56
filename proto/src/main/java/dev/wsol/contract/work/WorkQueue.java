package dev.wsol.contract.work;

import dev.wsol.contract.JobEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one worker gets its jobs, to work on one at a time. A record is claimed, the coordinator grants or refuses the claim, and
 * only then is the record acknowledged: whatever dies in between, the job is neither lost nor run by two at once.
 */
public final class WorkQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    private final String worker;
    private final Outbox outbox;
    private final Claims claims;
    private final Offers offers = new Offers(System.nanoTime());
    private final Hands hands;
    private final ScheduledThreadPoolExecutor later;
    private final Herald herald;
    private EventTail tail;
    private volatile JobEvent.DrainAsked drain;
    private volatile BooleanSupplier alsoLeaving = () -> false;
    private volatile boolean closed;

    private WorkQueue(WorkSettings settings, String worker, Transport transport) {
        this.worker = worker;
        this.outbox = Outbox.open(settings.kafka(), worker);
        this.claims = new Claims(worker, settings.claimPatience(), outbox);
        this.later = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "wsol-rest-" + worker);
            thread.setDaemon(true);
            return thread;
        });
        this.later.setRemoveOnCancelPolicy(true);
        this.herald = new Herald(settings, worker, outbox, () -> leaving() || alsoLeaving.getAsBoolean());
        Supplier<Hand> another = () -> new Hand(worker, Queues.open(settings, transport), claims, offers);
        // A second hand would take partitions of a classic group from other workers; and while it joins it may be given
        // a job
        // of one queue before one of a preferred queue.
        boolean ahead = transport == Transport.SHARE && settings.queues().size() == 1;
        this.hands = new Hands(worker, another, ahead, offers, later);
    }

    /**
     * Connects, makes missing topics, and starts to listen to events.
     *
     * @throws WorkException naming the address if Kafka is not there within the settings' patience
     */
    public static WorkQueue open(WorkSettings settings) {
        var transport = Queues.prepare(settings);
        var worker = String.format(
                Locale.ROOT,
                "%s-%06x",
                settings.worker(),
                ThreadLocalRandom.current().nextInt(1 << 24));
        var queue = new WorkQueue(settings, worker, transport);
        try {
            queue.tail = EventTail.open(settings.kafka(), worker, settings.connectPatience(), queue::heard);
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
        return hands.take(patience, () -> closed || leaving());
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
        hands.close();
        if (tail != null) tail.close();
        herald.gone();
        outbox.close();
    }
}
