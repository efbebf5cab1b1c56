package dev.wsol.worker.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Optimizer;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Refinements;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run left at any step and taken up again is the run that was not left, to the last bit. */
class ExactResumeTest {
    private static final int EPOCHS = 3;
    private static final int IMAGES = 10;
    private static final int BATCH = 3;
    private static final int STEPS = EPOCHS * 4;
    private static final int POINTS = 20;

    @TempDir
    private Path dir;

    /** What a run leaves behind: weights, trainer state, and the figures of its epochs. */
    private record Left(Map<String, Tensor> weights, Map<String, Tensor> state, List<Watch.EpochDone> epochs) {
        void write(Path folder) throws IOException {
            new Safetensors(weights, Map.of()).write(folder.resolve("model.safetensors"));
            new Safetensors(state, Map.of()).write(folder.resolve("trainer.safetensors"));
        }

        static Left read(Path folder) {
            return new Left(
                    Safetensors.read(folder.resolve("model.safetensors")).tensors(),
                    Safetensors.read(folder.resolve("trainer.safetensors")).tensors(),
                    List.of());
        }
    }

    private static ModelConfig config() {
        return Architectures.of(new ModelSpec("scm", 16, 2, 2), 3).withDropPath(0.4);
    }

    /** Everything that has a memory or draws random numbers is on. */
    private static Recipe recipe(String optimizer, double ema, int pieces) {
        var refined = Recipe.OFFICIAL.withSeed(7).with(new Refinements(1, 0.1, ema, 0, pieces));
        return optimizer.equals("sgd") ? refined.with(new Optimizer.Sgd(0.9, true)) : refined;
    }

    private static Left train(Learner learner, BooleanSupplier stop) {
        var epochs = new ArrayList<Watch.EpochDone>();
        var watch = new Watch() {
            @Override
            public void stepDone(StepDone step) {}

            @Override
            public void epochDone(EpochDone epoch) {
                epochs.add(epoch);
            }
        };
        var plan = new TrainPlan(EPOCHS, Schedule.warmed(Schedule.modulo(3e-3, List.of(2), 0.5), EPOCHS, 0.3));
        TrainLoop.run(plan, learner, new ShuffledBatches(new Pictures(IMAGES, 3), BATCH, 7, 2), watch, stop);
        return new Left(learner.weights(), learner.state(), epochs);
    }

    /** @param steps made before the run is left */
    private static Left fresh(Recipe recipe, int steps) {
        int[] asked = {0};
        try (var learner = DjlLearner.create(config(), recipe, Device.cpu())) {
            return train(learner, () -> asked[0]++ >= steps);
        }
    }

    private static Left on(Recipe recipe, Left left, int steps) {
        int[] asked = {0};
        try (var learner = DjlLearner.resume(config(), recipe, Device.cpu(), left.weights(), left.state())) {
            return train(learner, () -> asked[0]++ >= steps);
        }
    }

    @ParameterizedTest
    @CsvSource({"adamw, 0.9, 1", "sgd, 0, 2"})
    void a_run_left_at_twenty_random_steps_and_taken_up_each_time_is_the_unbroken_run(
            String optimizer, double ema, int pieces) {
        var recipe = recipe(optimizer, ema, pieces);
        var whole = fresh(recipe, Integer.MAX_VALUE);
        var random = new SplittableRandom(31);
        for (int point = 0; point < POINTS / 2; point++) {
            int at = random.nextInt(STEPS + 1);
            var rest = on(recipe, fresh(recipe, at), Integer.MAX_VALUE);

            same(rest, whole, "left after step " + at);
            assertThat(rest.epochs())
                    .as("left after step " + at)
                    .isEqualTo(whole.epochs().subList(EPOCHS - rest.epochs().size(), EPOCHS));
        }
    }

    @Test
    void a_run_left_after_every_single_step_is_the_unbroken_run() {
        var recipe = recipe("adamw", 0.9, 1);
        var left = fresh(recipe, 1);
        for (int step = 1; step < STEPS; step++) left = on(recipe, left, 1);
        same(on(recipe, left, Integer.MAX_VALUE), fresh(recipe, Integer.MAX_VALUE), "one step at a time");
    }

    @Test
    void another_process_takes_it_up_as_well() throws Exception {
        var recipe = recipe("adamw", 0.9, 1);
        fresh(recipe, 6).write(dir);

        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        GoesOn.class.getName(),
                        dir.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("said.txt").toFile())
                .start();
        try {
            assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).as("see " + dir).isZero();
        } finally {
            child.destroyForcibly();
        }

        same(Left.read(dir.resolve("rest")), fresh(recipe, Integer.MAX_VALUE), "in another process");
    }

    /** The other process. */
    public static final class GoesOn {
        private GoesOn() {}

        public static void main(String[] args) throws IOException {
            var folder = Path.of(args[0]);
            on(recipe("adamw", 0.9, 1), Left.read(folder), Integer.MAX_VALUE)
                    .write(Files.createDirectory(folder.resolve("rest")));
        }
    }

    private static void same(Left got, Left wanted, String how) {
        assertThat(got.weights()).as("weights, " + how).isEqualTo(wanted.weights());
        assertThat(got.state()).as("trainer state, " + how).isEqualTo(wanted.state());
    }
}
