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
        assertThat(learner.position()).isEqualTo(Position.START.nextEpoch().nextEpoch());
        assertThat(seen).hasSize(6);
        assertThat(seen.get(2)).isEqualTo(new Watch.EpochDone(0, 3, 2.0, 2 / 3.0, 2 / 3.0));
        assertThat(((Watch.StepDone) seen.get(1)).images()).isEqualTo(1);
    }

    @Test
    void a_loss_that_is_not_a_number_stops_training_before_the_epoch_is_saved() {
        var learner = new FakeLearner(0.9f, Float.NaN);

        var ending = TrainLoop.run(plan(5), learner, twoBatches, watch, () -> false);

        assertThat(ending).isEqualTo(new TrainLoop.Ending(DIVERGED, 0, 1));
        assertThat(learner.position().epoch()).isZero();
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
        learner.position = new Position(4, 0, 0, 0, 0, 0);

        TrainLoop.run(plan(5), learner, twoBatches, watch, () -> false);

        assertThat(learner.steps).isEqualTo(2);
        assertThat(((Watch.StepDone) seen.get(0)).epoch()).isEqualTo(4);
    }

    @Test
    void an_epoch_is_taken_up_where_it_was_left_and_told_as_a_whole() {
        var learner = new FakeLearner(4f);
        learner.position = new Position(0, 1, 2, 2.0, 1, 1); // two images with a mean loss of 1

        TrainLoop.run(plan(1), learner, twoBatches, watch, () -> false);

        assertThat(learner.steps).isEqualTo(1);
        assertThat(((Watch.StepDone) seen.get(0)).step()).isEqualTo(1);
        assertThat(seen.get(1)).isEqualTo(new Watch.EpochDone(0, 3, 2.0, 2 / 3.0, 2 / 3.0));
    }

    @Test
    void a_run_stopped_after_the_last_step_of_an_epoch_has_only_its_end_to_tell() {
        var learner = new FakeLearner(4f);
        learner.position = new Position(0, 2, 3, 3.0, 3, 3);

        TrainLoop.run(plan(1), learner, twoBatches, watch, () -> false);

        assertThat(learner.steps).isZero();
        assertThat(seen).containsExactly(new Watch.EpochDone(0, 3, 1.0, 1.0, 1.0));
    }

    private static TrainPlan plan(int epochs) {
        return new TrainPlan(epochs, (epoch, step, steps) -> 0.1);
    }

    private static final class FakeLearner implements Learner {
        private final float[] losses;
        private int steps;
        private Position position = Position.START;

        FakeLearner(float... losses) {
            this.losses = losses;
        }

        @Override
        public Training.Result step(Batch batch, double learningRate) {
            var result = new Training.Result(losses[steps++ % losses.length], 1, 1);
            position = position.after(batch.size(), result);
            return result;
        }

        @Override
        public Position position() {
            return position;
        }

        @Override
        public void endEpoch() {
            position = position.nextEpoch();
        }

        @Override
        public Map<String, Tensor> weights() {
            return Map.of();
        }

        @Override
        public Map<String, Float> dials() {
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
