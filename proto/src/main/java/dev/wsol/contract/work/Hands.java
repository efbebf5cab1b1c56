package dev.wsol.contract.work;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one worker reaches for its jobs. While they are short it claims the next one when it begins with the one before, with
 * a hand of its own; while one lasts it reaches for none, so that what waits goes to workers that are free.
 */
final class Hands implements AutoCloseable {
    /** A job that ends sooner is short: it does not cost its worker the way out of the groups and in again. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private static final Duration SLICE = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);

    private final Supplier<Hand> another;
    private final boolean ahead;
    private final Offers offers;
    private final ScheduledExecutorService later;
    private final ReentrantLock taking = new ReentrantLock();
    private final ExecutorService reaching;
    private Hand hand;
    private Optional<Hand> spare = Optional.empty();
    private Optional<Ahead> next = Optional.empty();
    private volatile Optional<Lease> atWork = Optional.empty();
    private volatile boolean brief;
    private boolean closed;

    /**
     * @param another makes hands; one is made at once, a second one when it is needed
     * @param ahead whether a second hand does no harm
     * @param later for one short task now and then
     */
    Hands(String worker, Supplier<Hand> another, boolean ahead, Offers offers, ScheduledExecutorService later) {
        this.another = another;
        this.ahead = ahead;
        this.offers = offers;
        this.later = later;
        this.hand = another.get();
        this.reaching = Executors.newSingleThreadExecutor(work -> {
            var thread = new Thread(work, "wsol-ahead-" + worker);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The lease must be closed before the next call. One thread at a time. */
    Optional<Lease> take(Duration patience, BooleanSupplier enough) {
        long end = System.nanoTime() + patience.toNanos();
        taking.lock();
        try {
            if (atWork.isPresent()) throw new IllegalStateException("close the lease before taking another job");
            while (!closed && !enough.getAsBoolean()) {
                var lease = next.isPresent() ? reached(next.get(), enough) : hand.look(enough);
                if (lease.isPresent()) return Optional.of(begin(lease.get()));
                if (System.nanoTime() >= end) break;
            }
            return Optional.empty();
        } finally {
            taking.unlock();
        }
    }

    /** From the hand that is out already; while it may still be on its way into the groups, this one looks, too. */
    private Optional<Lease> reached(Ahead ahead, BooleanSupplier enough) {
        if (!ahead.over(ahead.hand().joined() ? SLICE : Duration.ZERO))
            return ahead.hand().joined() ? Optional.empty() : hand.look(enough);
        next = Optional.empty();
        var lease = ahead.lease();
        if (lease.isPresent()) {
            hand.pause();
            spare = Optional.of(hand);
            hand = ahead.hand();
        }
        return lease;
    }

    private Lease begin(Lease lease) {
        long begun = System.nanoTime();
        atWork = Optional.of(lease);
        if (brief && ahead && next.isEmpty()) reach();
        var rest = later.schedule(() -> rest(lease), SHORT.toMillis(), TimeUnit.MILLISECONDS);
        lease.whenClosed(() -> {
            rest.cancel(false);
            brief = System.nanoTime() - begun < SHORT.toNanos();
            offers.served(System.nanoTime());
            atWork = Optional.empty();
        });
        return lease;
    }

    private void reach() {
        if (spare.isEmpty()) spare = Optional.of(another.get());
        var ahead = new Ahead(spare.get());
        next = Optional.of(ahead);
        reaching.execute(ahead::look);
    }

    private void rest(Lease lasting) {
        taking.lock();
        try {
            if (closed || !atWork.equals(Optional.of(lasting))) return;
            stop();
            hand.rest();
        } finally {
            taking.unlock();
        }
    }

    private void stop() {
        next.ifPresent(Ahead::stop);
        next = Optional.empty();
    }

    /** Waits for a claim that is under way. */
    @Override
    public void close() {
        taking.lock();
        try {
            closed = true;
            stop();
            reaching.shutdown();
            if (!reaching.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS))
                LOG.warn("A claim is still under way; its job will wait for the end of its lease.");
            else spare.ifPresent(Hand::close);
            hand.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            taking.unlock();
        }
    }
}
