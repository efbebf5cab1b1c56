package dev.wsol.worker.job;

import ai.djl.Device;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Report;
import dev.wsol.contract.work.WorkException;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.checkpoint.Initial;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.dataset.DatasetException;
import dev.wsol.vision.dataset.DatasetSource;
import dev.wsol.vision.dataset.Datasets;
import dev.wsol.vision.dataset.Split;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.run.RunFolder;
import dev.wsol.worker.train.DjlLearner;
import dev.wsol.worker.train.Learner;
import dev.wsol.worker.train.PixelSource;
import dev.wsol.worker.train.Position;
import dev.wsol.worker.train.Schedule;
import dev.wsol.worker.train.ShuffledBatches;
import dev.wsol.worker.train.TrainLoop;
import dev.wsol.worker.train.TrainPlan;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs train jobs, one after the other, and reports how each ended. */
public final class TrainJobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(TrainJobRunner.class);

    /** Threads that prepare the next batch: two keep a GPU fed, and a CPU never notices the second. */
    private static final int LOADERS = 2;

    private static final String HOST = "trainer";
    private static final Clock CLOCK = Clock.systemUTC();

    private final CheckpointStore store;
    private final SharedImages images;
    private final Device device;
    private final Path temp;
    private final Path weights;
    private final LongSupplier nanos;

    /**
     * @param temp where checkpoints lie between the engine and the store
     * @param weights where fetched initial weights are kept
     */
    public TrainJobRunner(CheckpointStore store, SharedImages images, Device device, Path temp, Path weights) {
        this(store, images, device, temp, weights, System::nanoTime);
    }

    /** @param nanos the time, of any origin */
    TrainJobRunner(
            CheckpointStore store, SharedImages images, Device device, Path temp, Path weights, LongSupplier nanos) {
        this.store = store;
        this.images = images;
        this.device = device;
        this.temp = temp;
        this.weights = weights;
        this.nanos = nanos;
    }

    /**
     * Trains until the job is done, fails, must stop, or is to be given back; then it is saved where it stands. Every
     * failure of the job is reported, none is thrown.
     *
     * @param giveBack whether this worker is to stop, or the job is to be paused or changed
     */
    public void run(Assignment job, BooleanSupplier giveBack) {
        var id = job.job().job();
        LOG.info("Job {} begins, lease epoch {}.", id, job.job().leaseEpoch());
        BooleanSupplier stop = () -> giveBack.getAsBoolean() || job.whyStop().isPresent();
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
        else if (outcome == TrainLoop.Outcome.STOPPED)
            job.report(new Report.Released(job.whyGiveBack().orElse("the worker is stopping")));
        else
            job.report(new Report.TrainingFinished(
                    ((JobSpec.Train) job.job().spec()).recipe().epochs()));
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
        var config = config(spec, data.classes().size());
        refuseWhatCannotBe(spec.recipe());
        try (var borrowed = images.borrow(data, stop);
                var files = Workspace.below(temp)) {
            var batches = batches(borrowed.pixels(), spec.recipe());
            var checkpoints = new Checkpoints(store, job.job(), files);
            try (var learner = learner(checkpoints, config, spec.recipe())) {
                needsPlace(learner.position(), batches);
                return train(job, spec, data, batches, checkpoints, learner, stop);
            }
        }
    }

    /** Sizes that do not fit each other are the fault of the job: another try would end the same way. */
    private static ModelConfig config(JobSpec.Train spec, int classes) {
        try {
            return Architectures.of(spec.model(), classes)
                    .withDropPath(spec.recipe().dropPath());
        } catch (IllegalArgumentException e) {
            throw new BadSpec("model", e.getMessage());
        }
    }

    private TrainLoop.Outcome train(
            Assignment job,
            JobSpec.Train spec,
            DatasetSource data,
            ShuffledBatches batches,
            Checkpoints checkpoints,
            Learner learner,
            BooleanSupplier stop) {
        Map<String, Object> about =
                Map.of("classes", data.classes().size(), "dataset", data.name(), "datasetDigest", data.digest());
        long saveEvery = TimeUnit.MINUTES.toNanos(spec.checkpointMinutes());
        long done = (long) learner.position().epoch() * batches.batches()
                + learner.position().step();
        var prefix = "jobs/" + job.job().job() + "/e" + job.job().leaseEpoch() + "/logs";
        try (var folder = Workspace.below(temp);
                var log = new AttemptLog(folder.folder(), store.objects(), prefix, HOST, done, CLOCK)) {
            var run = new RunFolder(
                    store.objects(), store.bucket(), job.job().job().value(), temp);
            var notes =
                    new RunNotes(log, run, job.job(), spec, data, batches.images(), device, learner, CLOCK.instant());
            var watch =
                    new AttemptWatch(job, spec.recipe().epochs(), learner, checkpoints, about, saveEvery, notes, nanos);
            var ending = TrainLoop.run(plan(spec.recipe()), learner, batches, watch, stop);
            if (ending.outcome() == TrainLoop.Outcome.DIVERGED) watch.diverged();
            if (ending.outcome() == TrainLoop.Outcome.STOPPED) watch.savePartial();
            return ending.outcome();
        }
    }

    /** Better no run than one that silently is another than was asked for. */
    private static void refuseWhatCannotBe(Recipe recipe) {
        if (recipe.refinements().dropout() > 0)
            throw new BadSpec("dropout", "this build trains without dropout, as every published recipe does: use 0");
    }

    private static ShuffledBatches batches(PixelSource pixels, Recipe recipe) {
        if (recipe.batch() > pixels.size())
            throw new DatasetException("a batch of " + recipe.batch() + " is larger than the " + pixels.size()
                    + " training images: choose a smaller batch or add images");
        return new ShuffledBatches(pixels, recipe.batch(), recipe.seed(), LOADERS);
    }

    private Learner learner(Checkpoints checkpoints, ModelConfig config, Recipe recipe) {
        return checkpoints
                .resume((weights, state) -> DjlLearner.resume(config, recipe, device, weights, state))
                .orElseGet(() -> DjlLearner.create(config, recipe, device, drawn -> start(config, recipe, drawn)));
    }

    private Map<String, Tensor> start(ModelConfig config, Recipe recipe, Map<String, Tensor> drawn) {
        return recipe.init()
                .map(i -> Initial.load(i.uri(), i.sha256(), weights, Optional.of(store))
                        .into(config.arch(), drawn)
                        .weights())
                .orElse(drawn);
    }

    /** A state of a data set with more batches an epoch than there are now would skip what it has not seen. */
    private static void needsPlace(Position position, ShuffledBatches batches) {
        if (position.step() > batches.batches())
            throw new DatasetException("the run stands at step " + position.step() + " of an epoch of "
                    + batches.batches() + ": the data set has shrunk since it was interrupted");
    }

    private static TrainPlan plan(Recipe recipe) {
        return new TrainPlan(recipe.epochs(), rate(recipe));
    }

    private static Schedule rate(Recipe recipe) {
        if (recipe.schedule() instanceof dev.wsol.contract.Schedule.Cosine cosine)
            return Schedule.cosine(recipe.learningRate(), recipe.epochs(), cosine.warmup());
        var steps = (dev.wsol.contract.Schedule.Steps) recipe.schedule();
        var rule = Schedule.modulo(recipe.learningRate(), steps.epochs(), steps.factor());
        return Schedule.warmed(rule, recipe.epochs(), steps.warmup());
    }
}
