package dev.wsol.evaluator.job;

import ai.djl.Device;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Report;
import dev.wsol.contract.work.Lease;
import dev.wsol.contract.work.Slot;
import dev.wsol.contract.work.WorkException;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.image.Decoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs evaluate jobs, one after the other, and reports how each ended. */
public final class EvaluateJobRunner implements Slot.Runner {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluateJobRunner.class);

    private final CheckpointStore store;
    private final EvaluationData data;
    private final Device device;
    private final Path temp;
    private final Duration keepCountsEvery;

    /** @param keepCountsEvery work after which an evaluation's counts go to the store */
    public EvaluateJobRunner(
            CheckpointStore store, Decoder decoder, Device device, Path temp, Duration keepCountsEvery) {
        this.store = store;
        this.data = new EvaluationData(decoder);
        this.device = device;
        this.temp = temp;
        this.keepCountsEvery = keepCountsEvery;
    }

    @Override
    public void run(Lease lease, BooleanSupplier draining) {
        var id = lease.job().job();
        LOG.info("Evaluation {} begins, lease epoch {}.", id, lease.job().leaseEpoch());
        try {
            var report = attempt(lease, draining);
            lease.whyStop().ifPresent(why -> LOG.info("Evaluation {} stopped: {}.", id, why));
            if (lease.mustStop()) return;
            lease.report(report);
            if (report instanceof Report.EvaluationFinished) PartStore.clear(store.objects(), id);
        } catch (WorkException e) {
            LOG.warn("Evaluation {} is left to its lease: {}", id, e.getMessage());
        }
    }

    private Report.Body attempt(Lease lease, BooleanSupplier draining) {
        try {
            if (!(lease.job().spec() instanceof JobSpec.Evaluate spec))
                throw new BadSpec("spec", "an evaluator cannot run this kind of job: it stands in the wrong queue");
            var work = Files.createTempDirectory(Files.createDirectories(temp), "wsol-evaluation-");
            try {
                return new EvaluateJob(
                                store, data, device, work, lease, draining, SplitPass.Pace.storing(keepCountsEvery))
                        .run(spec);
            } finally {
                delete(work);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Report.Released("the evaluator was interrupted");
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            var failure = Failures.of(e);
            LOG.warn("Evaluation {} failed ({}): {}", lease.job().job(), failure.code(), failure.message());
            LOG.debug("The failure of evaluation {}", lease.job().job(), e);
            return new Report.AttemptFailed(failure);
        }
    }

    private static void delete(Path folder) {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Temporary files stay in {}: {}", folder, e.getMessage());
        }
    }
}
