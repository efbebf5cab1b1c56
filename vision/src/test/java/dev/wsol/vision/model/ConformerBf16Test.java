package dev.wsol.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Precision;
import dev.wsol.contract.Recipe;
import dev.wsol.vision.checkpoint.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How bfloat16 products change the gradients of a Conformer: little where no ReLU switches. With fresh weights half of all
 * values behind a batch norm are below the kink of the ReLU that follows, many so near to it that rounding moves them across,
 * and each of those switches a gradient on or off. PyTorch's autocast does the same.
 */
class ConformerBf16Test {
    private static final int BATCH = 3;
    private static final int[] LABELS = {1, 4, 2};
    private static final float[] NO_DROP = {};
    private static final Recipe WIDE = Training.official(0.05);
    private static final Recipe NARROW = WIDE.with(Precision.BF16);

    @ParameterizedTest
    @ValueSource(strings = {"conformer_scm_micro_patch16", "conformer_tscam_micro_patch16"})
    void where_no_relu_switches_every_gradient_points_where_it_does_in_float32(String arch) {
        var weights = fresh(arch);
        weights.replaceAll((name, t) -> name.matches(".*bn\\d?\\.bias") ? farFromTheKink(t) : t);

        assertThat(cosines(arch, weights))
                .allSatisfy((name, cosine) -> assertThat(cosine).as(name).isGreaterThan(0.99));
    }

    /** Autocast on the weights and pictures of this test: batch norms from 0.90, convolutions from 0.93, the rest from 0.9999. */
    @ParameterizedTest
    @ValueSource(strings = {"conformer_scm_micro_patch16", "conformer_tscam_micro_patch16"})
    void with_fresh_weights_gradients_turn_no_further_than_under_autocast(String arch) {
        assertThat(cosines(arch, fresh(arch))).allSatisfy((name, cosine) -> assertThat(cosine)
                .as(name)
                .isGreaterThan(name.matches(".*(trans_block|trans_1|head).*") ? 0.998 : 0.85));
    }

    @Test
    void steps_lower_the_loss_of_their_batch_as_in_float32() {
        var wide = losses(WIDE);
        var narrow = losses(NARROW);

        assertThat(narrow[0]).isCloseTo(wide[0], withinPercentage(2)).isNotEqualTo(wide[0]);
        assertThat(Arrays.stream(wide).skip(9).average().orElseThrow()).isLessThan(wide[0] / 4);
        assertThat(Arrays.stream(narrow).skip(9).average().orElseThrow()).isLessThan(narrow[0] / 4);
    }

    private static double[] losses(Recipe recipe) {
        var losses = new double[12];
        try (var network = Network.create(config("conformer_scm_micro_patch16"), 2);
                var training = network.train(recipe)) {
            for (int i = 0; i < losses.length; i++)
                losses[i] = training.step(pictures(), LABELS, 3e-4, NO_DROP).loss();
        }
        return losses;
    }

    /** Between the gradients of both number formats, for every weight of a convolution, linear layer or norm. */
    private static Map<String, Double> cosines(String arch, Map<String, Tensor> weights) {
        try (var network = Network.of(config(arch), weights);
                var wide = network.train(WIDE);
                var narrow = network.train(NARROW)) {
            var wanted = wide.gradients(pictures(), LABELS, NO_DROP).byName();
            var got = narrow.gradients(pictures(), LABELS, NO_DROP).byName();
            var out = new LinkedHashMap<String, Double>();
            wanted.forEach((name, w) -> {
                if (name.endsWith("weight")) out.put(name, cosine(got.get(name).floats(), w.floats()));
            });
            assertThat(out).hasSizeGreaterThan(50);
            return out;
        }
    }

    private static Map<String, Tensor> fresh(String arch) {
        try (var network = Network.create(config(arch), 2)) {
            return new LinkedHashMap<>(network.export());
        }
    }

    private static ModelConfig config(String arch) {
        return Architectures.of(ModelSpec.named(arch), 5);
    }

    /** Four deviations above it: some thirty of a million values are still below. */
    private static Tensor farFromTheKink(Tensor bias) {
        var values = new float[(int) bias.count()];
        Arrays.fill(values, 4);
        return Tensor.of(values, bias.shape());
    }

    private static double cosine(float[] a, float[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    /** Patches of one colour with a little noise, (B,3,224,224). */
    private static ByteBuffer pictures() {
        var random = new Random(5);
        var patches = new float[BATCH * 3 * 16 * 16];
        for (int i = 0; i < patches.length; i++) patches[i] = (float) random.nextGaussian();
        var values = new float[BATCH * 3 * 224 * 224];
        for (int i = 0; i < values.length; i++) {
            int patch = i / (224 * 224) * 256 + i / 224 % 224 / 14 * 16 + i % 224 / 14;
            values[i] = patches[patch] + (float) random.nextGaussian() * 0.2f;
        }
        return Vectors.pixels(values, BATCH);
    }
}
