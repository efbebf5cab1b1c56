package dev.wsol.contract.work;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One way from the queues to a lease, with readers of its own. Used by one thread at a time. */
final class Hand implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Hand.class);

    private final String worker;
    private final Queues queues;
    private final Claims claims;
    private final Offers offers;
    private volatile boolean joined;
    private volatile boolean asking;
    private volatile long claimTook;

    Hand(String worker, Queues queues, Claims claims, Offers offers) {
        this.worker = worker;
        this.queues = queues;
        this.claims = claims;
        this.offers = offers;
    }

    /** Asks each queue once, the preferred ones first. */
    Optional<Lease> look(BooleanSupplier enough) {
        for (var reader : queues.inOrder()) {
            if (enough.getAsBoolean()) return Optional.empty();
            var lease = takeFrom(reader);
            if (lease.isPresent()) return lease;
        }
        return Optional.empty();
    }

    private Optional<Lease> takeFrom(QueueReader reader) {
        try {
            offers.joinAnew(System.nanoTime()).ifPresent(waiting -> {
                LOG.info("{} is free and job {} was offered in vain: joins its queues anew.", worker, waiting);
                rest();
            });
            asking = true;
            var taken = queues.poll(reader);
            if (taken.isEmpty()) return Optional.empty();
            asking = false;
            joined = true;
            long since = System.nanoTime();
            offers.served(since);
            var lease = claims.claim(taken.get());
            claimTook = System.nanoTime() - since;
            return lease;
        } catch (KafkaException e) {
            LOG.warn("Cannot take a job ({}); trying again.", e.getMessage());
            LockSupport.parkNanos(AGAIN.toNanos());
            return Optional.empty();
        }
    }

    /** Whether it has got a record since it rested: joining takes up to a second. */
    boolean joined() {
        return joined;
    }

    /** Nanoseconds from a record to the answer to its claim, the last time. */
    long claimTook() {
        return claimTook;
    }

    /** Whether something may still come in answer to its last look. */
    boolean asking() {
        return asking;
    }

    /** Leaves the groups, so that records go to workers that are free. */
    void rest() {
        joined = false;
        asking = false;
        try {
            queues.rest();
        } catch (KafkaException e) {
            LOG.warn("{} cannot leave its queues while it is busy: {}", worker, e.getMessage());
        }
    }

    @Override
    public void close() {
        queues.close();
    }
}
