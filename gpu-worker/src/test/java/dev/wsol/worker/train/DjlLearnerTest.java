package dev.wsol.worker.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Recipe;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DjlLearnerTest {
    private static final ShuffledBatches DATA = new ShuffledBatches(new Pictures(10, 3), 4, 3);

    /** Two blocks, 16 wide, with drop-path: small, but every part is there. */
    private static ModelConfig tiny(String arch) {
        return Architectures.of(new ModelSpec(arch, 16, 2, 2), 3).withDropPath(0.3);
    }

    private static DjlLearner learner(String arch, long seed) {
        return DjlLearner.create(tiny(arch), DjlLearner.WEIGHT_DECAY, seed, Device.cpu());
    }

    private static Recipe official(long seed) {
        return Recipe.OFFICIAL.withSeed(seed);
    }

    private static List<Float> train(Learner learner, int epochs) {
        var losses = new ArrayList<Float>();
        var watch = new Watch() {
            @Override
            public void stepDone(StepDone step) {
                losses.add(step.result().loss());
            }

            @Override
            public void epochDone(EpochDone epoch) {}
        };
        var plan = new TrainPlan(epochs, Schedule.cosine(3e-3, 3, 0.1));
        var ending = TrainLoop.run(plan, learner, DATA, watch, () -> false);
        assertThat(ending.outcome()).isEqualTo(TrainLoop.Outcome.FINISHED);
        return losses;
    }

    @ParameterizedTest
    @ValueSource(strings = {"scm", "tscam"})
    void a_run_resumed_between_epochs_is_the_same_run_bit_for_bit(String arch) {
        Map<String, Tensor> straight;
        Map<String, Tensor> straightState;
        List<Float> losses;
        try (var learner = learner(arch, 7)) {
            losses = train(learner, 3);
            straight = learner.weights();
            straightState = learner.state();
        }
        Map<String, Tensor> weights;
        Map<String, Tensor> state;
        try (var learner = learner(arch, 7)) {
            train(learner, 1);
            weights = learner.weights();
            state = learner.state();
        }
        try (var learner = DjlLearner.resume(tiny(arch), official(7), Device.cpu(), weights, state)) {
            assertThat(learner.position()).isEqualTo(new Position(1, 0, 0, 0, 0, 0));
            assertThat(train(learner, 3)).isEqualTo(losses.subList(DATA.batches(), losses.size()));
            assertThat(learner.weights()).isEqualTo(straight);
            assertThat(learner.state()).isEqualTo(straightState);
        }
    }

    @Test
    void two_learners_in_two_threads_learn_what_each_learns_alone() throws Exception {
        List<Float> alone;
        try (var learner = learner("scm", 7)) {
            alone = train(learner, 2);
        }
        var threads = Executors.newFixedThreadPool(2);
        try {
            Callable<List<Float>> task = () -> {
                var data = new ShuffledBatches(new Pictures(10, 3), 4, 3);
                try (var learner = learner("scm", 7)) {
                    return trainOn(learner, data);
                }
            };
            for (var result : threads.invokeAll(List.of(task, task), 120, TimeUnit.SECONDS))
                assertThat(result.get()).isEqualTo(alone);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Float> trainOn(Learner learner, TrainingData data) {
        var losses = new ArrayList<Float>();
        var rate = Schedule.cosine(3e-3, 3, 0.1);
        for (int e = 0; e < 2; e++) {
            int step = 0;
            try (var epoch = data.epoch(e)) {
                for (Batch b : epoch)
                    losses.add(
                            learner.step(b, rate.at(e, step++, data.batches())).loss());
            }
            learner.endEpoch();
        }
        return losses;
    }

    @Test
    void the_loss_falls_and_hits_rise_on_something_learnable() {
        try (var learner = DjlLearner.create(tiny("tscam").withDropPath(0), 0.05, 1, Device.cpu())) {
            var data = new ShuffledBatches(new Pictures(12, 3), 12, 3);
            int hits = 0;
            for (int e = 0; e < 30; e++) {
                try (var epoch = data.epoch(e)) {
                    for (Batch b : epoch) {
                        var result = learner.step(b, 3e-3);
                        hits = result.top1();
                        assertThat(result.top5()).isEqualTo(12);
                    }
                }
            }
            assertThat(hits).isEqualTo(12);
        }
    }

    @Test
    void trainer_state_of_another_network_is_refused() {
        Map<String, Tensor> weights;
        Map<String, Tensor> state;
        try (var learner = learner("tscam", 1)) {
            weights = learner.weights();
            state = learner.state();
        }
        var wider = Architectures.of(new ModelSpec("tscam", 32, 2, 2), 3);
        assertThatThrownBy(() -> DjlLearner.resume(wider, official(1), Device.cpu(), weights, state))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("cls_token is [1, 1, 16], needs [1, 1, 32]");
        assertThatThrownBy(() -> DjlLearner.resume(tiny("tscam"), official(1), Device.cpu(), weights, Map.of()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("steps");
    }
}
