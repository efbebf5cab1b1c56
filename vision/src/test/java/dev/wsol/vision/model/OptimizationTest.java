package dev.wsol.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Optimizer;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Refinements;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.Tensor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of a recipe against its definition in plain Java, in double, on a network small enough to follow. */
class OptimizationTest {
    private static final int CLASSES = 3;
    private static final int[] LABELS = {2, 0, 1, 1, 0};
    private static final double RATE = 0.02;
    private static final double DECAY = 0.05;
    private static final Recipe PLAIN = Training.official(DECAY);

    private final ByteBuffer pixels = noise();
    private final ModelConfig config =
            Architectures.of(new ModelSpec("tscam", 16, 2, 2), CLASSES).withDropPath(0.5);
    private final float[] drop = DropPath.masks(config, LABELS.length, 4);

    private static ByteBuffer noise() {
        var random = new Random(5);
        var values = new float[LABELS.length * 3 * 224 * 224];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return Vectors.pixels(values, LABELS.length);
    }

    /** What the rules are about: one number of one parameter over several steps. */
    private interface Rule {
        double move(String id, double weight, double gradient, double decay, int step);
    }

    /** Trains three steps and compares every weight after each with the rule. */
    private void follows(Recipe recipe, Rule rule) {
        try (var network = Network.create(config, 1);
                var training = network.train(recipe)) {
            for (int step = 1; step <= 3; step++) {
                var before = network.export();
                var gradients = training.gradients(pixels, LABELS, drop).byName();
                training.step(pixels, LABELS, RATE, drop);
                var after = network.export();
                double scale = clipping(recipe, gradients);
                for (var p : network.parameters()) {
                    float[] w = before.get(p.name()).floats();
                    float[] g = gradients.get(p.name()).floats();
                    float[] got = after.get(p.name()).floats();
                    for (int i = 0; i < w.length; i++)
                        assertThat((double) got[i])
                                .as(p.name() + "[" + i + "] after step " + step)
                                .isCloseTo(
                                        rule.move(p.name() + i, w[i], g[i] * scale, p.decayed() ? DECAY : 0, step),
                                        Offset.offset(2e-6));
                }
            }
        }
    }

    private static double clipping(Recipe recipe, Map<String, Tensor> gradients) {
        if (recipe.refinements().clipNorm() == 0) return 1;
        double squares = 0;
        for (var g : gradients.values()) for (double v : g.doubles()) squares += v * v;
        return Math.min(1, recipe.refinements().clipNorm() / (Math.sqrt(squares) + 1e-6));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "0.9, false", "0.8, true"})
    void momentum_descent_is_the_textbook_rule_with_decay_in_the_gradient(double momentum, boolean nesterov) {
        var kept = new HashMap<String, Double>();

        follows(PLAIN.with(new Optimizer.Sgd(momentum, nesterov)), (id, w, g, decay, step) -> {
            double d = g + decay * w;
            double b = momentum * kept.getOrDefault(id, 0.0) + d;
            kept.put(id, b);
            return w - RATE * (nesterov ? d + momentum * b : b);
        });
    }

    @ParameterizedTest
    @CsvSource({"0.9, 0.999, 1e-8", "0.5, 0.9, 1e-3"})
    void adamw_takes_its_betas_and_eps_from_the_recipe(double beta1, double beta2, double eps) {
        var m = new HashMap<String, Double>();
        var v = new HashMap<String, Double>();
        // Gradients near zero make v tiny: with eps 1e-8 only larger ones can be compared to the definition.
        follows(PLAIN.with(new Optimizer.AdamW(beta1, beta2, Math.max(eps, 1e-4))), (id, w, g, decay, step) -> {
            m.merge(id, (1 - beta1) * g, (old, now) -> beta1 * old + now);
            v.merge(id, (1 - beta2) * g * g, (old, now) -> beta2 * old + now);
            double root = Math.sqrt(v.get(id)) / Math.sqrt(1 - Math.pow(beta2, step));
            return w * (1 - RATE * decay)
                    - RATE / (1 - Math.pow(beta1, step)) * m.get(id) / (root + Math.max(eps, 1e-4));
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 1e6})
    void gradients_are_scaled_to_the_largest_norm_and_only_when_they_exceed_it(double most) {
        follows(
                PLAIN.with(new Optimizer.Sgd(0, false)).with(new Refinements(most, 0, 0, 0, 1)),
                (id, w, g, decay, step) -> w - RATE * (g + decay * w));
    }

    @Test
    void label_smoothing_mixes_the_target_with_all_classes() {
        double s = 0.3;
        try (var network = Network.create(config, 1);
                var training = network.train(PLAIN.with(new Refinements(0, s, 0, 0, 1)))) {
            var got = training.gradients(pixels, LABELS, drop);
            double loss = 0;
            var bias = new double[CLASSES];
            for (int i = 0; i < LABELS.length; i++) {
                double sum = 0;
                for (int c = 0; c < CLASSES; c++) sum += Math.exp(got.logits()[i * CLASSES + c]);
                for (int c = 0; c < CLASSES; c++) {
                    double p = Math.exp(got.logits()[i * CLASSES + c]) / sum;
                    double target = s / CLASSES + (LABELS[i] == c ? 1 - s : 0);
                    loss -= target * Math.log(p) / LABELS.length;
                    bias[c] += (p - target) / LABELS.length; // logits are means of a map to which the bias is added
                }
            }
            Vectors.near("loss", new float[] {got.loss()}, new float[] {(float) loss}, 1e-5, 0);
            float[] gradient = got.byName().get("head.bias").floats();
            for (int c = 0; c < CLASSES; c++) assertThat((double) gradient[c]).isCloseTo(bias[c], Offset.offset(1e-5));
        }
    }

    @Test
    void the_published_weights_are_the_running_mean() {
        double kept = 0.7;
        try (var network = Network.create(config, 1);
                var training = network.train(PLAIN.with(new Refinements(0, 0, kept, 0, 1)))) {
            var mean = new HashMap<String, double[]>();
            network.export().forEach((name, t) -> mean.put(name, t.doubles()));
            for (int step = 0; step < 3; step++) {
                training.step(pixels, LABELS, RATE, drop);
                network.export().forEach((name, t) -> {
                    double[] w = t.doubles();
                    double[] e = mean.get(name);
                    for (int i = 0; i < e.length; i++) e[i] = kept * e[i] + (1 - kept) * w[i];
                });
            }
            var published = training.published();
            assertThat(published).isNotEqualTo(network.export());
            mean.forEach((name, e) -> {
                double[] got = published.get(name).doubles();
                for (int i = 0; i < e.length; i++) assertThat(got[i]).as(name).isCloseTo(e[i], Offset.offset(1e-6));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"tscam, 2", "tscam, 3", "tscam, 5", "scm, 2"})
    void a_batch_in_pieces_is_the_batch(String arch, int pieces) {
        var sizes = Architectures.of(new ModelSpec(arch, 16, 2, 2), CLASSES).withDropPath(0.5);
        var plain = PLAIN.with(new Optimizer.Sgd(0.9, false));
        try (var one = Network.create(sizes, 1);
                var many = Network.create(sizes, 1);
                var whole = one.train(plain);
                var cut = many.train(plain.with(new Refinements(0, 0, 0, 0, pieces)))) {
            for (int step = 0; step < 3; step++) {
                var a = whole.step(pixels, LABELS, RATE, drop);
                var b = cut.step(pixels, LABELS, RATE, drop);
                Vectors.near("loss", new float[] {b.loss()}, new float[] {a.loss()}, 1e-5, 1e-5);
                assertThat(b.top1()).isEqualTo(a.top1());
                assertThat(b.top5()).isEqualTo(a.top5());
            }
            var wanted = one.export();
            many.export()
                    .forEach((name, t) ->
                            Vectors.near(name, t.floats(), wanted.get(name).floats(), 2e-5, 1e-4));
        }
    }

    @ParameterizedTest
    @CsvSource({"adamw, 0", "adamw, 0.9", "sgd, 0.9"})
    void what_is_put_away_and_taken_up_again_moves_on_bit_for_bit(String optimizer, double kept) {
        var recipe = PLAIN.with(new Refinements(1, 0.1, kept, 0, 2));
        if (optimizer.equals("sgd")) recipe = recipe.with(new Optimizer.Sgd(0.9, true));
        try (var network = Network.create(config, 1);
                var training = network.train(recipe)) {
            for (int step = 0; step < 2; step++) training.step(pixels, LABELS, RATE, drop);
            try (var other = Network.of(config, training.published());
                    var resumed = other.train(recipe)) {
                resumed.restore(training.state());
                for (int step = 0; step < 2; step++) {
                    var a = training.step(pixels, LABELS, RATE, drop);
                    assertThat(resumed.step(pixels, LABELS, RATE, drop)).isEqualTo(a);
                }
                assertThat(other.export()).isEqualTo(network.export());
                assertThat(resumed.published()).isEqualTo(training.published());
                assertThat(resumed.state()).isEqualTo(training.state());
            }
        }
    }

    /** A batch of one image on a large set: 30 epochs of 1.28 million images are 38 million steps. */
    @Test
    void a_run_of_more_steps_than_a_float_counts_is_taken_up_again_where_it_was() {
        long many = (1L << 24) + 1;
        try (var network = Network.create(config, 1);
                var training = network.train(PLAIN)) {
            var state = training.state();
            state.put("steps", Tensor.whole(many));

            training.restore(state);
            training.step(pixels, LABELS, RATE, drop);

            assertThat(training.steps()).isEqualTo(many + 1);
            var later = training.state();
            training.restore(later);
            assertThat(training.steps()).isEqualTo(many + 1);
            later.put("steps", Tensor.whole(-1));
            assertThatThrownBy(() -> training.restore(later)).hasMessageContaining("claims -1");
        }
    }

    @Test
    void the_memory_of_one_optimizer_is_no_use_to_another() {
        try (var network = Network.create(config, 1);
                var adamw = network.train(PLAIN);
                var sgd = network.train(PLAIN.with(new Optimizer.Sgd(0.9, false)))) {
            assertThatThrownBy(() -> sgd.restore(adamw.state()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("momentum_buffer/");
        }
    }
}
