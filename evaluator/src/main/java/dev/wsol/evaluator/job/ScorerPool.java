package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Scores batches on threads of its own; each has its own scorers, whose counts add. Order cannot change an answer. */
final class ScorerPool implements AutoCloseable {
    /** Batches that may wait for each thread. */
    private static final int WAITING = 2;

    private final int width;
    private final ExecutorService threads;
    private final BlockingQueue<List<Scorer>> idle = new LinkedBlockingQueue<>();
    private final Semaphore room;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    ScorerPool(int threads, List<Task> tasks) {
        this.width = threads * (1 + WAITING);
        this.room = new Semaphore(width);
        for (int i = 0; i < threads; i++)
            idle.add(tasks.stream().map(t -> Scorer.of(t.protocol, t.keepRows)).toList());
        this.threads = Executors.newFixedThreadPool(threads, work -> {
            var thread = new Thread(work, "wsol-score");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A protocol to count under. */
    record Task(Protocol protocol, boolean keepRows) {}

    /** Waits while too many batches wait. Throws what an earlier batch's scoring threw. */
    void submit(List<SeenImage> batch) throws InterruptedException {
        room.acquire();
        rethrow();
        threads.execute(() -> {
            try {
                score(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                room.release();
            }
        });
    }

    /** The scorers come back in any case: batches behind a failed one must not wait for them for ever. */
    private void score(List<SeenImage> batch) throws InterruptedException {
        var scorers = idle.take();
        try {
            if (failure.get() == null) for (var seen : batch) for (var scorer : scorers) scorer.score(seen);
        } finally {
            idle.add(scorers);
        }
    }

    /** Waits for what was submitted; then what was counted since the last taking, one a task. */
    List<Counted> take() throws InterruptedException {
        room.acquire(width);
        try {
            rethrow();
            var sets = new ArrayList<List<Scorer>>(idle);
            var sum = new ArrayList<Counted>();
            for (var set : sets)
                for (int t = 0; t < set.size(); t++) {
                    var counted = set.get(t).take();
                    if (t < sum.size()) sum.set(t, sum.get(t).plus(counted));
                    else sum.add(counted);
                }
            return sum;
        } finally {
            room.release(width);
        }
    }

    private void rethrow() {
        var thrown = failure.get();
        if (thrown != null) throw Thrown.again(thrown);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
