package dev.wsol.evaluator;

import dev.wsol.contract.work.Kind;
import dev.wsol.contract.work.Slot;
import dev.wsol.contract.work.WorkQueue;
import dev.wsol.contract.work.WorkSettings;
import dev.wsol.evaluator.job.EvaluateJobRunner;
import dev.wsol.vision.checkpoint.S3CheckpointStore;
import dev.wsol.vision.checkpoint.StoreAtStart;
import dev.wsol.vision.model.Devices;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running evaluator: one job at a time. */
public final class Evaluator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);

    private final S3CheckpointStore store;
    private final Slot slot;
    private final AtomicBoolean draining;

    private Evaluator(S3CheckpointStore store, Slot slot, AtomicBoolean draining) {
        this.store = store;
        this.slot = slot;
        this.draining = draining;
    }

    /**
     * Connects to the store and to Kafka, and begins to take jobs.
     *
     * @throws dev.wsol.vision.checkpoint.StoreException naming the store if it is not there within the settings' patience
     * @throws dev.wsol.contract.work.WorkException naming Kafka's address likewise
     */
    public static Evaluator start(EvaluatorSettings settings) {
        var store = StoreAtStart.open(settings.store(), settings.patience());
        try {
            var device = Devices.of(settings.device(), 0);
            var runner = new EvaluateJobRunner(
                    store, settings.decoder(), device, settings.temp(), settings.keepCountsEvery());
            var draining = new AtomicBoolean();
            var slot = new Slot(WorkQueue.open(work(settings, Devices.name(device))), runner, draining::get);
            slot.start();
            return new Evaluator(store, slot, draining);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static WorkSettings work(EvaluatorSettings settings, String device) {
        return new WorkSettings(
                settings.kafka(),
                settings.name(),
                Kind.EVALUATE,
                settings.queues(),
                device,
                settings.transport(),
                WorkSettings.CLAIM_PATIENCE,
                settings.patience());
    }

    /** Completes when it takes no more jobs and has none: after {@link #close}, or because somebody drained it. */
    public CompletableFuture<Void> ended() {
        return slot.ended();
    }

    /** Stops between two batches, gives a running job back, and returns within half a minute. */
    @Override
    public void close() {
        draining.set(true);
        if (!slot.join()) {
            LOG.error("The evaluation does not stop; it is left to its lease.");
            return; // its store and images must not vanish under it
        }
        store.close();
    }
}
