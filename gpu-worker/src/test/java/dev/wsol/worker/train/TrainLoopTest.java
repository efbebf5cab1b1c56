package dev.wsol.worker.train;

import static dev.wsol.worker.train.TrainLoop.Outcome.DIVERGED;
import static dev.wsol.worker.train.TrainLoop.Outcome.FINISHED;
import static dev.wsol.worker.train.TrainLoop.Outcome.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TrainLoopTest {
    private final ShuffledBatches twoBatches = new ShuffledBatches(new Pictures(3, 2), 2, 1);
    private final List<Object> seen = new ArrayList<>();
    private final Watch watch = new Watch() {
        @Override
        public void stepDone(StepDone step) {
            seen.add(step);
        }

        @Override
        public void epochDone(EpochDone epoch) {
            seen.add(epoch);
        }
    };

    @Test
    void every_step_and_epoch_is_told_and_the_mean_counts_images() {
        var learner = new FakeLearner(1f, 4f);

        var ending = TrainLoop.run(plan(2), learner, twoBatches, watch, () -> false);

        assertThat(ending.outcome()).isEqualTo(FINISHED);
        assertThat(learner.epochsDone()).isEqualTo(2);
        assertThat(seen).hasSize(6);
        assertThat(seen.get(2)).isEqualTo(new Watch.EpochDone(0, 3, 2.0, 2 / 3.0, 2 / 3.0));
        assertThat(((Watch.StepDone) seen.get(1)).images()).isEqualTo(1);
    }

    @Test
    void a_loss_that_is_not_a_number_stops_training_before_the_epoch_is_saved() {
        var learner = new FakeLearner(0.9f, Float.NaN);

        var ending = TrainLoop.run(plan(5), learner, twoBatches, watch, () -> false);

        assertThat(ending).isEqualTo(new TrainLoop.Ending(DIVERGED, 0, 1));
        assertThat(learner.epochsDone()).isZero();
        assertThat(seen).hasSize(1);
    }

    @Test
    void a_stop_is_heard_between_two_steps() {
        var learner = new FakeLearner(1f);
        var asked = new AtomicInteger();

        var ending = TrainLoop.run(plan(5), learner, twoBatches, watch, () -> asked.incrementAndGet() > 3);

        assertThat(ending).isEqualTo(new TrainLoop.Ending(STOPPED, 1, 1));
        assertThat(learner.steps).isEqualTo(3);
    }

    @Test
    void epochs_already_done_are_not_repeated() {
        var learner = new FakeLearner(1f);
        learner.epochs = 4;

        TrainLoop.run(plan(5), learner, twoBatches, watch, () -> false);

        assertThat(learner.steps).isEqualTo(2);
        assertThat(((Watch.StepDone) seen.get(0)).epoch()).isEqualTo(4);
    }

    private static TrainPlan plan(int epochs) {
        return new TrainPlan(epochs, (epoch, step, steps) -> 0.1);
    }

    private static final class FakeLearner implements Learner {
        private final float[] losses;
        private int steps;
        private int epochs;

        FakeLearner(float... losses) {
            this.losses = losses;
        }

        @Override
        public Training.Result step(Batch batch, double learningRate) {
            return new Training.Result(losses[steps++ % losses.length], 1, 1);
        }

        @Override
        public int epochsDone() {
            return epochs;
        }

        @Override
        public void endEpoch() {
            epochs++;
        }

        @Override
        public Map<String, Tensor> weights() {
            return Map.of();
        }

        @Override
        public Map<String, Tensor> state() {
            return Map.of();
        }

        @Override
        public void close() {}
    }
}
