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

/** Tells of every step, and after every epoch stores the checkpoint before it says so. */
final class AttemptWatch implements Watch {
    private final Assignment job;
    private final int epochs;
    private final Learner learner;
    private final Checkpoints checkpoints;
    private final Map<String, ?> about;
    private Optional<CheckpointRef> lastGood;
    private long epochBegan = System.nanoTime();
    private int images;
    private int steps;

    AttemptWatch(Assignment job, int epochs, Learner learner, Checkpoints checkpoints, Map<String, ?> about) {
        this.job = job;
        this.epochs = epochs;
        this.learner = learner;
        this.checkpoints = checkpoints;
        this.about = about;
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
                0));
    }

    @Override
    public void epochDone(EpochDone e) {
        double seconds = seconds();
        if (job.whyStop().isEmpty()) save(e, seconds);
        images = 0;
        epochBegan = System.nanoTime(); // storing a checkpoint is no training time
    }

    private void save(EpochDone e, double seconds) {
        int epoch = e.epoch() + 1;
        var weights = learner.weights();
        // The loss of a step is taken before its update, so the last update of an epoch shows here alone.
        if (!finite(weights)) throw new Diverged("the weights are", epoch, steps, lastGood);
        var saved = checkpoints.save(weights, learner, epoch, about);
        lastGood = Optional.of(saved);
        job.report(new Report.CheckpointSaved(saved));
        job.report(new Report.EpochDone(
                new EpochReport(epoch, epochs, e.loss(), percent(e.top1()), e.images() / seconds, seconds)));
    }

    private double seconds() {
        return Math.max(1e-9, (System.nanoTime() - epochBegan) / 1e9);
    }

    private static double percent(double share) {
        return 100 * share;
    }

    private static boolean finite(Map<String, Tensor> weights) {
        for (var tensor : weights.values()) for (float v : tensor.floats()) if (!Float.isFinite(v)) return false;
        return true;
    }
}
