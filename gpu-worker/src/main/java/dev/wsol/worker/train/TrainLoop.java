package dev.wsol.worker.train;

import java.util.function.BooleanSupplier;

/** Training, on one screen. */
public final class TrainLoop {
    private TrainLoop() {}

    public enum Outcome {
        FINISHED,
        /** Asked to stop between two steps; the learner knows where, and can be put away there. */
        STOPPED,
        /** The loss is not a finite number; the weights are useless since that step. */
        DIVERGED
    }

    /** How training ended and, unless it finished, in which step (both from 0). */
    public record Ending(Outcome outcome, int epoch, int step) {}

    public static Ending run(TrainPlan plan, Learner learner, TrainingData data, Watch watch, BooleanSupplier stop) {
        for (int epoch = learner.position().epoch(); epoch < plan.epochs(); epoch++) {
            int step = learner.position().step();
            try (var batches = data.epoch(epoch, step)) {
                for (Batch batch : batches) {
                    if (stop.getAsBoolean()) return new Ending(Outcome.STOPPED, epoch, step);
                    double rate = plan.rate().at(epoch, step, data.batches());
                    var result = learner.step(batch, rate);
                    if (!Float.isFinite(result.loss())) return new Ending(Outcome.DIVERGED, epoch, step);
                    watch.stepDone(new Watch.StepDone(
                            epoch, step, data.batches(), batch.size(), rate, result, batches.waited()));
                    step++;
                }
            }
            var done = learner.position().done();
            learner.endEpoch();
            watch.epochDone(done);
        }
        return new Ending(Outcome.FINISHED, plan.epochs(), 0);
    }
}
