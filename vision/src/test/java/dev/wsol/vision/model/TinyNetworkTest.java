package dev.wsol.vision.model;

import static dev.wsol.vision.model.Vectors.below;
import static dev.wsol.vision.model.Vectors.largest;
import static dev.wsol.vision.model.Vectors.near;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.ModelConfig.Head;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The small reference networks: forward, loss, gradients and optimizer steps against vectors of the published code. */
@Tag("reference")
class TinyNetworkTest {
    private static final float[] NO_DROP = {};

    static List<Path> networks() {
        return Vectors.matching("tiny_{scm,tscam,vit_scm}.safetensors");
    }

    @ParameterizedTest
    @MethodSource("networks")
    void predictions_are_the_published_ones(Path file) {
        var vectors = Safetensors.read(file);
        try (var network = load(vectors);
                var seen = network.predict(input(), batch())) {
            int classes = network.config().classes();
            var cams = vectors.tensors().get("eval.cams").floats();
            var semantic = vectors.tensors().get("trace.semantic").floats();
            for (int i = 0; i < batch(); i++) {
                near("logits", seen.logits(i), part(vectors, "eval.logits", i, classes), 5e-5, 1e-4);
                if (vectors.tensors().containsKey("eval.pred_cam"))
                    near("attention", seen.attentionMap(i), part(vectors, "eval.pred_cam", i, 196), 5e-5, 1e-4);
                for (int c = 0; c < classes; c++) {
                    near("cam", seen.cam(i, c), part(cams, i * classes + c), 5e-5, 1e-4);
                    near("semantic map", seen.semanticMap(i, c), part(semantic, i * classes + c), 5e-5, 1e-4);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void loss_and_gradients_are_the_published_ones(Path file) {
        var vectors = Safetensors.read(file);
        try (var network = load(vectors);
                var training = network.train(0.05)) {
            var g = training.gradients(input(), labels(), NO_DROP);
            near("logits", g.logits(), vectors.tensors().get("train.logits").floats(), 1e-4, 0);
            near(
                    "loss",
                    new float[] {g.loss()},
                    vectors.tensors().get("train.loss").floats(),
                    1e-5,
                    0);
            assertThat(g.byName().keySet())
                    .containsExactlyElementsOf(below(vectors, "grad/").keySet());
            below(vectors, "grad/")
                    .forEach((name, wanted) -> nearGradient(name, g.byName().get(name), wanted));
        }
    }

    private static void nearGradient(String name, Tensor got, Tensor wanted) {
        float[] w = wanted.floats();
        if (name.matches("layers\\.[123]\\.thred")) near(name, got.floats(), w, 1e-3, 0);
        else if (name.matches("layers\\.[123]\\.fuse\\._loss_rate")) near(name, got.floats(), w, 1e-4, 1e-2);
        else near(name, got.floats(), w, 1e-4 * Math.max(1, largest(w)), 1e-3);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void three_optimizer_steps_lose_and_land_as_published(Path file) {
        var vectors = Safetensors.read(file);
        var losses = vectors.tensors().get("train.loss_per_step");
        Assumptions.assumeTrue(losses != null, file + " has no optimizer steps");
        double lr = Double.parseDouble(vectors.metadata().get("lr"));
        try (var network = load(vectors);
                var training =
                        network.train(Double.parseDouble(vectors.metadata().get("weight_decay")))) {
            for (int n = 1; n <= losses.count(); n++) {
                var result = training.step(input(), labels(), lr, NO_DROP);
                assertThat((double) result.loss()).isCloseTo(losses.doubles()[n - 1], Offset.offset(1e-4));
                var after = below(vectors, "step" + n + "/");
                if (!after.isEmpty()) nearAfterSteps(vectors, network.export(), after, n, lr);
            }
            assertThat(training.steps()).isEqualTo(losses.count());
        }
    }

    private static void nearAfterSteps(
            Safetensors vectors, Map<String, Tensor> got, Map<String, Tensor> wanted, int n, double lr) {
        assertThat(got.keySet()).containsExactlyElementsOf(wanted.keySet());
        wanted.forEach((name, tensor) -> {
            float[] g = vectors.tensors().get("grad/" + name).floats();
            float[] w = tensor.floats();
            float[] have = got.get(name).floats();
            double masked = n == 1 ? 1e-6 : 2e-5;
            float top = largest(g);
            for (int i = 0; i < w.length; i++) {
                double allowed = Math.abs(g[i]) > 1e-3 * top ? masked : 2.1 * lr * n;
                assertThat((double) Math.abs(have[i] - w[i]))
                        .as(name + "[" + i + "] after " + n)
                        .isLessThanOrEqualTo(allowed);
            }
        });
    }

    private static float[] part(Safetensors vectors, String name, int row, int length) {
        var all = vectors.tensors().get(name).floats();
        return Arrays.copyOfRange(all, row * length, (row + 1) * length);
    }

    private static float[] part(float[] maps, int row) {
        return Arrays.copyOfRange(maps, row * 196, (row + 1) * 196);
    }

    static ByteBuffer input() {
        var x = Vectors.read("tiny_input.safetensors").tensors().get("x");
        return Vectors.pixels(x.floats(), batch());
    }

    static int batch() {
        return labels().length;
    }

    static int[] labels() {
        var y = Vectors.read("tiny_input.safetensors").tensors().get("target").doubles();
        return Arrays.stream(y).mapToInt(v -> (int) v).toArray();
    }

    static Network load(Safetensors vectors) {
        var m = vectors.metadata();
        boolean scm = vectors.tensors().containsKey("w/layers.0.thred");
        boolean vit = m.containsKey("qk_scale");
        int width = Integer.parseInt(m.get("embed_dim"));
        int heads = Integer.parseInt(m.get("heads"));
        var config = new ModelConfig(
                m.get("arch"),
                scm ? Head.SCM : Head.TSCAM,
                width,
                Integer.parseInt(m.get("depth")),
                heads,
                Integer.parseInt(m.get("mlp_ratio")),
                Math.pow(vit ? width : (double) width / heads, -0.5),
                vit ? 1e-5 : 1e-6,
                Integer.parseInt(m.get("num_classes")),
                scm ? List.of(16, 4, 4, 4) : List.of(),
                0);
        return Network.of(config, below(vectors, "w/"));
    }
}
