package dev.wsol.worker.train;

import java.util.function.BooleanSupplier;

/** Training, on one screen. */
public final class TrainLoop {
    private TrainLoop() {}

    public enum Outcome {
        FINISHED,
        /** Asked to stop between two steps; the running epoch is lost, the ones before it are not. */
        STOPPED,
        /** The loss is not a finite number; the weights are useless since that step. */
        DIVERGED
    }

    /** How training ended and, unless it finished, in which step (both from 0). */
    public record Ending(Outcome outcome, int epoch, int step) {}

    public static Ending run(TrainPlan plan, Learner learner, TrainingData data, Watch watch, BooleanSupplier stop) {
        for (int epoch = learner.epochsDone(); epoch < plan.epochs(); epoch++) {
            var tally = new EpochTally();
            int step = 0;
            try (var batches = data.epoch(epoch)) {
                for (Batch batch : batches) {
                    if (stop.getAsBoolean()) return new Ending(Outcome.STOPPED, epoch, step);
                    double rate = plan.rate().at(epoch, step, data.batches());
                    var result = learner.step(batch, rate);
                    if (!Float.isFinite(result.loss())) return new Ending(Outcome.DIVERGED, epoch, step);
                    tally.add(batch.size(), result);
                    watch.stepDone(new Watch.StepDone(epoch, step, data.batches(), batch.size(), rate, result));
                    step++;
                }
            }
            learner.endEpoch();
            watch.epochDone(tally.done(epoch));
        }
        return new Ending(Outcome.FINISHED, plan.epochs(), 0);
    }
}
