package dev.wsol.infra.soak;

import dev.wsol.contract.JobId;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.work.Kind;
import dev.wsol.contract.work.Slot;
import dev.wsol.contract.work.WorkQueue;
import dev.wsol.contract.work.WorkSettings;
import dev.wsol.vision.checkpoint.S3CheckpointStore;
import dev.wsol.vision.checkpoint.StoreAtStart;
import dev.wsol.vision.checkpoint.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A worker or evaluator with one slot that does its work in no time. Everything around the work is the real thing. */
public final class InstantWorker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final S3CheckpointStore store;
    private final Slot slot;
    private final AtomicBoolean draining = new AtomicBoolean();

    private InstantWorker(S3CheckpointStore store, WorkQueue queue, Slot.Runner runner) {
        this.store = store;
        this.slot = new Slot(queue, runner, draining::get);
    }

    /**
     * What it is.
     *
     * @param folder for files under way
     * @param length of one epoch, or of one evaluation
     * @param stored whether the bytes of checkpoints are put into the store, or only their names told
     */
    public record Plan(Kind kind, String name, Path folder, Duration length, boolean stored) {}

    /** Connects to the store and to Kafka, and begins to take jobs. */
    public static InstantWorker start(Plan plan, KafkaSettings kafka, StoreSettings s3) {
        return start(plan, kafka, s3, job -> {});
    }

    /** @param started hears of each job when its work begins, on the thread that does it */
    static InstantWorker start(Plan plan, KafkaSettings kafka, StoreSettings s3, Consumer<JobId> started) {
        var store = StoreAtStart.open(s3, PATIENCE);
        try {
            var runner = runner(plan, store);
            Slot.Runner told = (lease, draining) -> {
                started.accept(lease.job().job());
                runner.run(lease, draining);
            };
            var queue = WorkQueue.open(WorkSettings.of(kafka, plan.name, plan.kind, List.of("default")));
            var worker = new InstantWorker(store, queue, told);
            worker.slot.start();
            return worker;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Slot.Runner runner(Plan plan, S3CheckpointStore store) {
        var pace = new Pace(plan.length);
        var temp = temp(plan.folder, plan.name);
        if (plan.kind == Kind.EVALUATE) return new InstantEvaluator(store, temp, pace);
        return new InstantTrainer(plan.stored ? new StoredDepot(store, temp) : Depot.OF_NAMES, pace);
    }

    private static Path temp(Path folder, String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(folder), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        draining.set(true);
        if (slot.join()) store.close();
    }
}
