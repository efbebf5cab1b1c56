package dev.wsol.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Optimizer;
import dev.wsol.contract.Precision;
import dev.wsol.contract.Recipe;
import dev.wsol.vision.checkpoint.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch computed by threads of their own against the same batch in one piece. */
class ShardsTest {
    /** Not divisible by two. */
    private static final int IMAGES = 9;

    private static final int CLASSES = 3;
    private static final double RATE = 0.05;
    private static final Recipe PLAIN = Training.official(0.05).with(new Optimizer.Sgd(0, false));

    private static int threads;
    private final ByteBuffer pixels = noise();

    private static ByteBuffer noise() {
        var random = new Random(8);
        var values = new float[IMAGES * 3 * 224 * 224];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return Vectors.pixels(values, IMAGES);
    }

    @BeforeAll
    static void engine() {
        Engine.getEngine("PyTorch"); // loads what JniUtils speaks to
        threads = JniUtils.getNumThreads();
    }

    @BeforeEach
    void two() {
        JniUtils.setNumThreads(2);
    }

    @AfterEach
    void asBefore() {
        JniUtils.setNumThreads(threads);
    }

    private static ModelConfig config(String arch) {
        return Architectures.of(new ModelSpec(arch, 24, 2, 2), CLASSES).withDropPath(0.5);
    }

    private Map<String, Tensor> trained(String arch, int threads) {
        JniUtils.setNumThreads(threads);
        int[] labels = {0, 1, 2, 2, 1, 0, 1, 0, 2};
        try (var network = Network.create(config(arch), 1);
                var training = network.train(PLAIN)) {
            for (int step = 0; step < 3; step++)
                training.step(pixels, labels, RATE, DropPath.masks(config(arch), IMAGES, step));
            return network.export();
        }
    }

    @ParameterizedTest
    @CsvSource({"scm", "tscam"})
    void each_thread_learns_from_its_images_what_one_learns_from_all(String arch) {
        var whole = trained(arch, 1);
        var parts = trained(arch, 2);
        var again = trained(arch, 2);

        for (var name : whole.keySet()) {
            float[] expected = whole.get(name).floats();
            float[] got = parts.get(name).floats();
            assertThat(again.get(name).floats()).as(name + " once more").isEqualTo(got);
            for (int i = 0; i < got.length; i++)
                assertThat(got[i]).as(name).isCloseTo(expected[i], Offset.offset(2e-5f));
        }
    }

    @Test
    void what_each_thread_sees_is_put_together_in_order() {
        try (var network = Network.create(config("scm"), 1)) {
            JniUtils.setNumThreads(1);
            try (var whole = network.predict(pixels, IMAGES)) {
                JniUtils.setNumThreads(2);
                try (var parts = network.predict(pixels, IMAGES, Precision.FP32)) {
                    assertThat(parts.images()).isEqualTo(IMAGES);
                    for (int i = 0; i < IMAGES; i++) {
                        assertThat(parts.logits(i)).containsExactly(whole.logits(i), Offset.offset(1e-5f));
                        assertThat(parts.cam(i, 2)).containsExactly(whole.cam(i, 2), Offset.offset(1e-4f));
                    }
                }
            }
        }
    }

    @Test
    void a_batch_is_cut_for_up_to_eight_threads_and_few_images_are_left_to_the_engine() {
        assertThat(Shards.parts(7)).isEqualTo(1);
        assertThat(Shards.parts(8)).isEqualTo(2);
        JniUtils.setNumThreads(1);
        assertThat(Shards.parts(100)).isEqualTo(1);
        JniUtils.setNumThreads(64);
        assertThat(Shards.parts(31)).isEqualTo(1);
        assertThat(Shards.parts(256)).isEqualTo(8);
    }

    @Test
    void a_failure_is_told_after_the_others_have_ended() {
        var fails = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        List<Supplier<Integer>> tasks = List.of(
                () -> {
                    fails.countDown();
                    throw new IllegalArgumentException("first");
                },
                () -> {
                    assertThat(fails).satisfies(CountDownLatch::await);
                    ended.set(true);
                    return 2;
                });

        assertThatThrownBy(() -> Shards.all(tasks)).hasMessage("first");
        assertThat(ended).isTrue();
    }

    @Test
    void an_interrupted_caller_waits_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        List<Supplier<Integer>> tasks = List.of(() -> 1, () -> 2);

        assertThat(Shards.all(tasks)).containsExactly(1, 2);
        assertThat(Thread.interrupted()).isTrue();
    }
}
