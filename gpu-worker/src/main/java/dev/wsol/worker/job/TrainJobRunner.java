package dev.wsol.worker.job;

import ai.djl.Device;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Report;
import dev.wsol.contract.work.WorkException;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.dataset.DatasetException;
import dev.wsol.vision.dataset.Datasets;
import dev.wsol.vision.dataset.Split;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.worker.train.DjlLearner;
import dev.wsol.worker.train.Learner;
import dev.wsol.worker.train.PixelSource;
import dev.wsol.worker.train.Schedule;
import dev.wsol.worker.train.ShuffledBatches;
import dev.wsol.worker.train.TrainLoop;
import dev.wsol.worker.train.TrainPlan;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs train jobs, one after the other, and reports how each ended. */
public final class TrainJobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(TrainJobRunner.class);

    private final CheckpointStore store;
    private final SharedImages images;
    private final Device device;
    private final Path temp;

    /** @param temp where checkpoints lie between the engine and the store */
    public TrainJobRunner(CheckpointStore store, SharedImages images, Device device, Path temp) {
        this.store = store;
        this.images = images;
        this.device = device;
        this.temp = temp;
    }

    /**
     * Trains until the job is done, fails, must stop, or this worker is to stop; in the last case the job is given back.
     * Every failure of the job is reported, none is thrown.
     *
     * @param draining whether this worker is to stop
     */
    public void run(Assignment job, BooleanSupplier draining) {
        var id = job.job().job();
        LOG.info("Job {} begins, lease epoch {}.", id, job.job().leaseEpoch());
        BooleanSupplier stop = () -> draining.getAsBoolean() || job.whyStop().isPresent();
        try {
            conclude(job, outcome(job, stop));
        } catch (WorkException e) {
            LOG.warn("Job {} is left to its lease: {}", id, e.getMessage());
        } catch (RuntimeException | Error e) {
            fail(job, e);
        }
    }

    private void conclude(Assignment job, TrainLoop.Outcome outcome) {
        if (job.whyStop().isPresent())
            LOG.info("Job {} stopped: {}.", job.job().job(), job.whyStop().get());
        else if (outcome == TrainLoop.Outcome.STOPPED) job.report(new Report.Released("the worker is stopping"));
        else job.report(new Report.TrainingFinished());
    }

    private void fail(Assignment job, Throwable e) {
        var failure = Failures.of(e);
        LOG.warn("Job {} failed ({}): {}", job.job().job(), failure.code(), failure.message());
        LOG.debug("The failure of job {}", job.job().job(), e);
        if (job.whyStop().isPresent()) return;
        try {
            job.report(new Report.AttemptFailed(failure));
        } catch (WorkException lost) {
            LOG.warn("Job {} is left to its lease: {}", job.job().job(), lost.getMessage());
        }
    }

    private TrainLoop.Outcome outcome(Assignment job, BooleanSupplier stop) {
        try {
            return attempt(job, stop);
        } catch (Stopped e) {
            return TrainLoop.Outcome.STOPPED;
        }
    }

    private TrainLoop.Outcome attempt(Assignment job, BooleanSupplier stop) {
        if (!(job.job().spec() instanceof JobSpec.Train spec))
            throw new BadSpec("spec", "a trainer cannot run this kind of job: it stands in the wrong queue");
        var data = Datasets.open(spec.data());
        if (data.split(Split.TRAIN).isEmpty())
            throw new DatasetException(
                    "data set " + data.name() + ": has no training images; " + String.join("; ", data.notes()));
        var config = Architectures.of(spec.model(), data.classes().size())
                .withDropPath(spec.recipe().dropPath());
        try (var borrowed = images.borrow(data, stop);
                var files = Workspace.below(temp)) {
            var batches = batches(borrowed.pixels(), spec.recipe());
            var checkpoints = new Checkpoints(store, job.job(), files);
            try (var learner = learner(checkpoints, config, spec.recipe())) {
                Map<String, Object> about = Map.of(
                        "classes", data.classes().size(), "dataset", data.name(), "datasetDigest", data.digest());
                var watch = new AttemptWatch(job, spec.recipe().epochs(), learner, checkpoints, about);
                var ending = TrainLoop.run(plan(spec.recipe()), learner, batches, watch, stop);
                if (ending.outcome() == TrainLoop.Outcome.DIVERGED)
                    throw new Diverged("the loss is", ending.epoch() + 1, ending.step() + 1, watch.lastGood());
                return ending.outcome();
            }
        }
    }

    private static ShuffledBatches batches(PixelSource pixels, Recipe recipe) {
        if (recipe.batch() > pixels.size())
            throw new DatasetException("a batch of " + recipe.batch() + " is larger than the " + pixels.size()
                    + " training images: choose a smaller batch or add images");
        return new ShuffledBatches(pixels, recipe.batch(), recipe.seed());
    }

    private Learner learner(Checkpoints checkpoints, ModelConfig config, Recipe recipe) {
        return checkpoints
                .resume((weights, state) ->
                        DjlLearner.resume(config, recipe.weightDecay(), recipe.seed(), device, weights, state))
                .orElseGet(() -> DjlLearner.create(config, recipe.weightDecay(), recipe.seed(), device));
    }

    private static TrainPlan plan(Recipe recipe) {
        return new TrainPlan(recipe.epochs(), rate(recipe));
    }

    private static Schedule rate(Recipe recipe) {
        if (recipe.schedule() instanceof dev.wsol.contract.Schedule.Cosine cosine)
            return Schedule.cosine(recipe.learningRate(), recipe.epochs(), cosine.warmup());
        var steps = (dev.wsol.contract.Schedule.Steps) recipe.schedule();
        return Schedule.modulo(recipe.learningRate(), steps.epochs(), steps.factor());
    }
}
