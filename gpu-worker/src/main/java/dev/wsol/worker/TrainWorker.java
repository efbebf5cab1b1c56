package dev.wsol.worker;

import dev.wsol.contract.work.Kind;
import dev.wsol.contract.work.Slot;
import dev.wsol.contract.work.WorkQueue;
import dev.wsol.contract.work.WorkSettings;
import dev.wsol.vision.checkpoint.S3CheckpointStore;
import dev.wsol.vision.checkpoint.StoreAtStart;
import dev.wsol.vision.model.Devices;
import dev.wsol.worker.job.Assignment;
import dev.wsol.worker.job.SharedImages;
import dev.wsol.worker.job.TrainJobRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running GPU worker: some slots, each with a queue, a name and a thread of its own, over one store and image cache. */
public final class TrainWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainWorker.class);

    private final S3CheckpointStore store;
    private final SharedImages images;
    private final List<Slot> slots = new ArrayList<>();
    private final AtomicBoolean draining = new AtomicBoolean();

    private TrainWorker(S3CheckpointStore store, SharedImages images) {
        this.store = store;
        this.images = images;
    }

    /**
     * Connects to the store and to Kafka, and begins to take jobs.
     *
     * @throws dev.wsol.vision.checkpoint.StoreException naming the store if it is not there within the settings' patience
     * @throws dev.wsol.contract.work.WorkException naming Kafka's address likewise
     */
    public static TrainWorker start(WorkerSettings settings) {
        var store = StoreAtStart.open(settings.store(), settings.patience());
        int threads = Runtime.getRuntime().availableProcessors();
        var images = new SharedImages(settings.decoder(), threads, settings.cacheBytes(), settings.temp());
        var worker = new TrainWorker(store, images);
        try {
            for (int i = 0; i < settings.slots(); i++) worker.slots.add(worker.slot(settings, i));
        } catch (RuntimeException e) {
            worker.close();
            throw e;
        }
        worker.slots.forEach(Slot::start);
        return worker;
    }

    /** Completes when it takes no more jobs and has none: after {@link #close}, or because somebody drained it. */
    public CompletableFuture<Void> ended() {
        return CompletableFuture.allOf(slots.stream().map(Slot::ended).toArray(CompletableFuture<?>[]::new));
    }

    /** Stops between two steps, gives running jobs back, and returns within half a minute. */
    @Override
    public void close() {
        draining.set(true);
        if (!Slot.join(slots)) {
            LOG.error("A job does not stop; it is left to its lease.");
            return; // its store and images must not vanish under it
        }
        images.close();
        store.close();
    }

    private Slot slot(WorkerSettings settings, int number) {
        var device = Devices.of(settings.device(), number);
        var runner = new TrainJobRunner(store, images, device, settings.temp(), settings.weights());
        var queue = WorkQueue.open(new WorkSettings(
                settings.kafka(),
                settings.name() + "-" + (number + 1),
                Kind.TRAIN,
                settings.queues(),
                Devices.name(device),
                settings.transport(),
                WorkSettings.CLAIM_PATIENCE,
                settings.patience()));
        return new Slot(queue, (lease, leaving) -> runner.run(Assignment.of(lease), leaving), draining::get);
    }
}
