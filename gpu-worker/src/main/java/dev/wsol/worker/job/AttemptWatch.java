package dev.wsol.worker.job;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.EpochReport;
import dev.wsol.contract.Progress;
import dev.wsol.contract.Report;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.worker.train.Learner;
import dev.wsol.worker.train.Watch;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Tells of every step; after every epoch, and in between where wanted, stores the checkpoint before it says so. */
final class AttemptWatch implements Watch {
    private final Assignment job;
    private final int epochs;
    private final Learner learner;
    private final Checkpoints checkpoints;
    private final Map<String, ?> about;
    private final long saveEvery;
    private final RunNotes notes;
    private Optional<CheckpointRef> lastGood;
    private final LongSupplier nanos;
    private long epochBegan;
    private long saved;
    private int images;
    private int steps;

    /**
     * @param saveEvery nanoseconds between checkpoints in the middle of epochs; 0 for none
     * @param nanos the time, of any origin
     */
    AttemptWatch(
            Assignment job,
            int epochs,
            Learner learner,
            Checkpoints checkpoints,
            Map<String, ?> about,
            long saveEvery,
            RunNotes notes,
            LongSupplier nanos) {
        this.job = job;
        this.epochs = epochs;
        this.learner = learner;
        this.checkpoints = checkpoints;
        this.about = about;
        this.saveEvery = saveEvery;
        this.notes = notes;
        this.nanos = nanos;
        this.epochBegan = nanos.getAsLong();
        this.saved = epochBegan;
        this.lastGood = job.job().resumeFrom();
    }

    Optional<CheckpointRef> lastGood() {
        return lastGood;
    }

    @Override
    public void stepDone(StepDone s) {
        images += s.images();
        steps = s.step() + 1;
        job.progress(new Progress.Training(
                s.epoch() + 1,
                epochs,
                steps,
                s.steps(),
                s.result().loss(),
                s.learningRate(),
                percent(s.result().top1() / (double) s.images()),
                percent(s.result().top5() / (double) s.images()),
                images / seconds(),
                Math.min(1, s.waited() / seconds())));
        notes.step(s, learner);
        boolean inside = steps < s.steps(); // the end of the epoch is about to be saved anyway
        if (saveEvery > 0 && inside && nanos.getAsLong() - saved >= saveEvery) savePartial();
    }

    /** Stores training as it stands in the middle of an epoch, to go on from; nothing to do between epochs. */
    void savePartial() {
        if (job.whyStop().isPresent() || learner.position().step() == 0) return;
        var ref = stored();
        job.report(new Report.CheckpointSaved(ref));
        notes.saved(ref);
    }

    @Override
    public void epochDone(EpochDone e) {
        double seconds = seconds();
        if (job.whyStop().isEmpty()) save(e, seconds);
        images = 0;
        epochBegan = nanos.getAsLong(); // storing a checkpoint is no training time
    }

    private void save(EpochDone e, double seconds) {
        var ref = stored();
        job.report(new Report.CheckpointSaved(ref));
        job.report(new Report.EpochDone(
                new EpochReport(e.epoch() + 1, epochs, e.loss(), percent(e.top1()), images / seconds, seconds)));
        notes.epoch(e, seconds);
        notes.saved(ref);
        if (job.whyStop().isEmpty()) checkpoints.dropPartialBefore(ref);
    }

    /** The loss is no number: says so in the log, too, and ends the attempt. */
    void diverged() {
        var e = new Diverged("the loss is", learner.position(), lastGood);
        notes.failed(e.getMessage(), lastGood);
        throw e;
    }

    private CheckpointRef stored() {
        var weights = learner.weights();
        // The loss of a step is taken before its update, so the newest update shows here alone.
        if (!finite(weights)) throw new Diverged("the weights are", learner.position(), lastGood);
        var ref = checkpoints.save(weights, learner, about);
        lastGood = Optional.of(ref);
        saved = nanos.getAsLong();
        return ref;
    }

    private double seconds() {
        return Math.max(1e-9, (nanos.getAsLong() - epochBegan) / 1e9);
    }

    private static double percent(double share) {
        return 100 * share;
    }

    private static boolean finite(Map<String, Tensor> weights) {
        for (var tensor : weights.values()) for (float v : tensor.floats()) if (!Float.isFinite(v)) return false;
        return true;
    }
}
