package dev.wsol.contract.work;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one worker reaches for its jobs. While they are short it claims the next ones when it begins with the one before, each with
 * a hand of its own; while one lasts it reaches for none, so that what waits goes to workers that are free.
 */
final class Hands implements AutoCloseable {
    /** A job that ends sooner is short: it does not cost its worker the way out of the groups and in again. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private static final int MOST_AHEAD = 4;

    private static final Duration SLICE = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);

    private final Supplier<Hand> another;
    private final boolean ahead;
    private final Offers offers;
    private final ScheduledExecutorService later;
    private final ReentrantLock taking = new ReentrantLock();
    private final ExecutorService reaching;
    private final Deque<Hand> spare = new ArrayDeque<>();
    private final Set<Ahead> out = new LinkedHashSet<>();
    private final BlockingQueue<Ahead> home = new LinkedBlockingQueue<>();
    private Hand hand;
    private volatile Optional<Lease> atWork = Optional.empty();
    private volatile int wanted;
    private boolean closed;

    /**
     * @param another makes hands; one is made at once, others when they are needed
     * @param ahead whether further hands do no harm
     * @param later for one short task now and then
     */
    Hands(String worker, Supplier<Hand> another, boolean ahead, Offers offers, ScheduledExecutorService later) {
        this.another = another;
        this.ahead = ahead;
        this.offers = offers;
        this.later = later;
        this.hand = another.get();
        this.reaching = Executors.newCachedThreadPool(work -> {
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
                var lease = out.isEmpty() ? hand.look(enough) : reached(enough);
                if (lease.isPresent()) return Optional.of(begin(lease.get()));
                if (System.nanoTime() >= end) break;
            }
            return Optional.empty();
        } finally {
            taking.unlock();
        }
    }

    /**
     * From a hand that is out already. While all may still be on their way into the groups this one looks, too; and once it
     * has begun to, it goes on, because it may have been given a record.
     */
    private Optional<Lease> reached(BooleanSupplier enough) {
        boolean looks =
                hand.asking() || out.stream().noneMatch(ahead -> ahead.hand().joined());
        var first = comesHome(looks ? Duration.ZERO : SLICE);
        if (first.isEmpty()) return looks ? hand.look(enough) : Optional.empty();
        var ahead = first.get();
        out.remove(ahead);
        var lease = ahead.take();
        if (lease.isPresent()) change(ahead.hand());
        else spare.add(ahead.hand());
        return lease;
    }

    /** What still comes in answer to the last look of the hand before would be stuck there if nobody looked again. */
    private void change(Hand other) {
        if (hand.asking()) reach(hand);
        else spare.add(hand);
        hand = other;
    }

    private Optional<Ahead> comesHome(Duration patience) {
        try {
            return Optional.ofNullable(home.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Lease begin(Lease lease) {
        long begun = System.nanoTime();
        long claim = hand.claimTook();
        atWork = Optional.of(lease);
        while (ahead && out.size() < wanted) reach(spare.isEmpty() ? another.get() : spare.remove());
        var rest = later.schedule(() -> rest(lease), SHORT.toMillis(), TimeUnit.MILLISECONDS);
        lease.whenClosed(() -> {
            rest.cancel(false);
            wanted = inTheTimeOf(claim, System.nanoTime() - begun);
            offers.served(System.nanoTime());
            atWork = Optional.empty();
        });
        return lease;
    }

    /** How many jobs are done while one is claimed, so many are to be claimed ahead; more would wait here for nothing. */
    private static int inTheTimeOf(long claim, long job) {
        if (job >= SHORT.toNanos()) return 0;
        return (int) Math.min(MOST_AHEAD, 1 + claim / Math.max(1, job));
    }

    private void reach(Hand hand) {
        var ahead = new Ahead(hand, home::add);
        out.add(ahead);
        reaching.execute(ahead::look);
    }

    private void rest(Lease lasting) {
        taking.lock();
        try {
            if (closed || !atWork.equals(Optional.of(lasting))) return;
            out.forEach(Ahead::stop);
            hand.rest();
        } finally {
            taking.unlock();
        }
    }

    /** Waits for a claim that is under way. */
    @Override
    public void close() {
        taking.lock();
        try {
            closed = true;
            out.forEach(Ahead::stop);
            reaching.shutdown();
            if (!reaching.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS))
                LOG.warn("A claim is still under way; its job will wait for the end of its lease.");
            else out.forEach(ahead -> ahead.hand().close());
            spare.forEach(Hand::close);
            hand.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            taking.unlock();
        }
    }
}
