package dev.wsol.contract.work;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's place for one job at a time: takes leases from a queue on a thread of its own until asked to leave. */
public final class Slot {
    /** Does the work of a lease and reports how it ended. Saves it and gives it back when {@code giveBack} becomes true. */
    @FunctionalInterface
    public interface Runner {
        void run(Lease lease, BooleanSupplier giveBack);
    }

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

    private final WorkQueue queue;
    private final Runner runner;
    private final BooleanSupplier draining;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;

    /** Owns the queue from now on. */
    public Slot(WorkQueue queue, Runner runner, BooleanSupplier draining) {
        this.queue = queue;
        this.runner = runner;
        this.draining = draining;
        queue.alsoLeaving(draining);
        this.thread = new Thread(this::work, "wsol-slot-" + queue.worker());
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Completes when this place is never filled again, for whatever reason. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Waits for the end of the work; false if it does not end in time. A slot that never started ends here. */
    public boolean join() {
        return join(List.of(this));
    }

    /** The same of all of them, which end at the same time. */
    public static boolean join(List<Slot> slots) {
        return join(slots, DRAIN);
    }

    static boolean join(List<Slot> slots, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        boolean all = true;
        for (var slot : slots) all &= slot.ends(end);
        return all;
    }

    private boolean ends(long end) {
        if (thread.getState() == Thread.State.NEW) {
            queue.close();
            return true;
        }
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void work() {
        try (queue) {
            while (!draining.getAsBoolean() && !queue.leaving()) step();
            if (queue.leaving()) LOG.info("{} leaves as it was asked to.", queue.worker());
        } catch (Error e) {
            LOG.error("{} takes no more jobs", queue.worker(), e);
            throw e;
        } finally {
            ended.complete(null);
        }
    }

    /** A place that is never filled again without a word would look like an idle one, so it goes on after any mistake. */
    private void step() {
        try {
            queue.take(LOOK).ifPresent(this::run);
        } catch (RuntimeException e) {
            LOG.error("{} had an unexpected failure and goes on", queue.worker(), e);
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void run(Lease held) {
        try (var lease = held) {
            runner.run(
                    lease,
                    () -> draining.getAsBoolean()
                            || queue.leavingNow()
                            || lease.whyGiveBack().isPresent());
        }
    }
}
