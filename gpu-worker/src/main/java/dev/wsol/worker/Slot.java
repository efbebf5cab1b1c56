package dev.wsol.worker;

import dev.wsol.contract.work.Lease;
import dev.wsol.contract.work.WorkQueue;
import dev.wsol.worker.job.Assignment;
import dev.wsol.worker.job.TrainJobRunner;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One place for one job at a time. */
final class Slot {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

    private final WorkQueue queue;
    private final TrainJobRunner runner;
    private final BooleanSupplier draining;
    private final Thread thread;

    Slot(WorkQueue queue, TrainJobRunner runner, BooleanSupplier draining) {
        this.queue = queue;
        this.runner = runner;
        this.draining = draining;
        this.thread = new Thread(this::work, "wsol-train-" + queue.worker());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Waits for the end of the work; false if it does not end in time. A slot that never started ends here. */
    boolean join() {
        if (thread.getState() == Thread.State.NEW) {
            queue.close();
            return true;
        }
        try {
            thread.join(DRAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void work() {
        try (queue) {
            while (!draining.getAsBoolean()) queue.take(LOOK).ifPresent(this::run);
        } catch (RuntimeException | Error e) {
            LOG.error("{} takes no more jobs", queue.worker(), e);
            throw e;
        }
    }

    private void run(Lease held) {
        try (var lease = held) {
            runner.run(Assignment.of(lease), draining);
        }
    }
}
