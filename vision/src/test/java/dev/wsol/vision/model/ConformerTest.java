package dev.wsol.vision.model;

import static dev.wsol.vision.model.Vectors.below;
import static dev.wsol.vision.model.Vectors.largest;
import static dev.wsol.vision.model.Vectors.near;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Precision;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConformerTest {
    private static final float[] NO_DROP = {};

    @Tag("reference")
    @Test
    void predictions_are_the_published_ones() {
        var vectors = vectors();
        try (var network = load(vectors);
                var seen = network.predict(TinyNetworkTest.input(), TinyNetworkTest.batch())) {
            float[] logits = floats(vectors, "eval.logits");
            float[] cams = floats(vectors, "eval.cams");
            for (int i = 0; i < seen.images(); i++) {
                near("logits", seen.logits(i), row(logits, i, 5), 2e-3, 0);
                for (int c = 0; c < 5; c++) near("cam", seen.cam(i, c), row(cams, i * 5 + c, 196), 2e-3, 0);
            }
        }
    }

    @Tag("reference")
    @Test
    void loss_and_gradients_are_the_published_ones() {
        var vectors = vectors();
        try (var network = load(vectors);
                var training = network.train(0.05)) {
            var before = network.export();
            var g = training.gradients(TinyNetworkTest.input(), TinyNetworkTest.labels(), NO_DROP);
            near("logits", g.logits(), floats(vectors, "train.logits"), 2e-3, 0);
            near("loss", new float[] {g.loss()}, floats(vectors, "train.loss"), 1e-3, 0);
            var wanted = below(vectors, "grad/");
            assertThat(g.byName().keySet()).containsExactlyElementsOf(wanted.keySet());
            wanted.forEach((name, w) -> {
                if (name.endsWith("expand_block.conv_project.bias")) return; // truly 0: a batch norm follows
                near(name, g.byName().get(name).floats(), w.floats(), 2e-2 * Math.max(1, largest(w.floats())), 0);
            });
            assertThat(network.export()).as("gradients alone move nothing").isEqualTo(before);
        }
    }

    @Tag("reference")
    @Test
    void three_optimizer_steps_lose_and_land_as_published_statistics_included() {
        var vectors = vectors();
        double lr = Double.parseDouble(vectors.metadata().get("lr"));
        try (var network = load(vectors);
                var training = network.train(0.05)) {
            double[] losses = vectors.tensors().get("train.loss_per_step").doubles();
            for (double loss : losses)
                assertThat((double) training.step(TinyNetworkTest.input(), TinyNetworkTest.labels(), lr, NO_DROP)
                                .loss())
                        .isCloseTo(loss, offset(2e-3));
            var got = network.export();
            var wanted = below(vectors, "step3/");
            assertThat(got.keySet()).containsExactlyElementsOf(wanted.keySet());
            wanted.forEach((name, w) -> {
                if (name.endsWith("num_batches_tracked"))
                    assertThat(got.get(name)).isEqualTo(w);
                else near(name, got.get(name).floats(), w.floats(), name.contains("running_") ? 1e-3 : 2.1 * lr * 3, 0);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conformer_scm_micro", "conformer_tscam_micro"})
    void the_kernels_see_and_learn_what_the_definition_says(String arch) {
        var config = Architectures.of(new ModelSpec(arch, 24, 6, 3), 7).withDropPath(0.4);
        int batch = 3;
        int[] labels = {1, 6, 1};
        float[] values = noise(batch);
        float[] drop = DropPath.masks(config, batch, 3);
        try (var manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                var network = Network.of(config, PaperNetworkTest.attentive(config));
                var training = network.train(0.05);
                var literal = new Training(network, Training.official(0.05), true);
                var seen = network.predict(Vectors.pixels(values, batch), batch)) {
            JniUtils.setGradMode(true);
            var paper = new PaperConformer(config, network.export(), manager);
            var x = paper.array(values, batch, 3, 224, 224);
            var wanted = paper.predict(x);
            for (int i = 0; i < batch; i++) {
                near("logits", seen.logits(i), row(PaperLayers.floats(wanted.get(0)), i, 7), 1e-4, 1e-4);
                near("attention", seen.attentionMap(i), row(PaperLayers.floats(wanted.get(1)), i, 196), 1e-4, 1e-4);
                float[] maps = PaperLayers.floats(wanted.get(2));
                near("map", seen.semanticMap(i, 4), row(maps, i * 7 + 4, 196), 1e-4, 1e-4);
            }
            var logits = paper.trainingLogits(x, paper.array(drop, 6, 2, batch));
            float[] wantedLogits = PaperLayers.floats(logits);
            var gradients = paper.gradients(logits, labels);
            for (var form : List.of(training, literal)) {
                var got = form.gradients(Vectors.pixels(values, batch), labels, drop);
                near("loss", new float[] {got.loss()}, gradients.get("loss"), 1e-4, 1e-4);
                near("training logits", got.logits(), wantedLogits, 1e-3, 1e-4);
                got.byName().forEach((name, g) -> {
                    if (name.endsWith("expand_block.conv_project.bias")) return;
                    near(name, g.floats(), gradients.get(name), 2e-2 * Math.max(0.1, largest(gradients.get(name))), 0);
                });
            }
            training.step(Vectors.pixels(values, batch), labels, 1e-3, drop);
            network.export().forEach((name, moved) -> {
                if (name.contains(".running_"))
                    near(name, moved.floats(), PaperLayers.floats(paper.w(name)), 1e-4, 1e-4);
            });
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conformer_scm_micro", "conformer_tscam_micro"})
    void bfloat16_products_see_nearly_the_same(String arch) {
        var pixels = Vectors.pixels(noise(2), 2);
        try (var network = Network.create(Architectures.of(ModelSpec.named(arch), 7), 1);
                var seen = network.predict(pixels, 2);
                var roughly = network.predict(pixels, 2, Precision.BF16)) {
            assertThat(NetworkTest.apart(roughly.logits(1), seen.logits(1))).isBetween(1e-6, 0.03);
            assertThat(NetworkTest.apart(roughly.semanticMap(1, 2), seen.semanticMap(1, 2)))
                    .isLessThan(0.03);
            assertThat(NetworkTest.apart(roughly.attentionMap(1), seen.attentionMap(1)))
                    .isLessThan(0.03);
        }
    }

    @Test
    void running_statistics_travel_with_the_weights_and_the_optimizer_forgets_them() {
        var config = micro("scm");
        try (var network = Network.create(config, 1);
                var training = network.train(0.05)) {
            var pixels = Vectors.pixels(noise(2), 2);
            training.step(pixels, new int[] {0, 2}, 1e-3, NO_DROP);
            var weights = network.export();
            var state = training.state();
            assertThat(weights.get("bn1.num_batches_tracked")).isEqualTo(Tensor.whole(1));
            assertThat(weights.get("bn1.running_mean").floats()).isNotEqualTo(new float[64]);
            assertThat(state.keySet()).noneMatch(k -> k.contains("running_") || k.contains("num_batches"));
            training.step(pixels, new int[] {0, 2}, 1e-3, NO_DROP);
            try (var other = Network.of(config, weights);
                    var resumed = other.train(0.05)) {
                resumed.restore(state);
                resumed.step(pixels, new int[] {0, 2}, 1e-3, NO_DROP);
                assertThat(other.export()).isEqualTo(network.export());
            }
        }
    }

    @Test
    void steps_and_predictions_leave_no_native_array_behind() {
        try (var network = Network.create(micro("scm"), 1);
                var training = network.train(0.05)) {
            var pixels = Vectors.pixels(noise(2), 2);
            training.step(pixels, new int[] {0, 2}, 1e-3, NO_DROP);
            int before = NetworkTest.living(network);
            for (int i = 0; i < 5; i++) {
                training.step(pixels, new int[] {0, 2}, 1e-3, NO_DROP);
                training.gradients(pixels, new int[] {0, 2}, NO_DROP);
                network.predict(pixels, 1).close();
            }
            assertThat(NetworkTest.living(network)).isEqualTo(before);
        }
    }

    @Test
    void evaluation_normalises_by_running_statistics_so_neighbours_in_a_batch_do_not_matter() {
        float[] two = noise(2);
        try (var network = Network.create(micro("tscam"), 1);
                var both = network.predict(Vectors.pixels(two, 2), 2);
                var alone = network.predict(Vectors.pixels(Arrays.copyOf(two, two.length / 2), 1), 1)) {
            near("logits", alone.logits(0), both.logits(0), 1e-5, 1e-5);
            near("map", alone.cam(0, 1), both.cam(0, 1), 1e-5, 1e-5);
        }
    }

    @Test
    void calibration_layers_are_needed_to_see() {
        var config = micro("scm");
        try (var network = Network.create(config, 1)) {
            var weights = new LinkedHashMap<>(network.export());
            try (var seeing = Network.seeing(config, weights, Device.cpu())) {
                assertThat(seeing.export()).isEqualTo(weights);
            }
            weights.put("layers.3.fuse._loss_rate", Tensor.of(new float[] {0.5f}, 1));
            try (var other = Network.of(config, weights);
                    var a = network.predict(Vectors.pixels(noise(1), 1), 1);
                    var b = other.predict(Vectors.pixels(noise(1), 1), 1)) {
                assertThat(b.logits(0)).isNotEqualTo(a.logits(0));
                assertThat(b.cam(0, 1)).as("S is seen before calibration").isEqualTo(a.cam(0, 1));
            }
            weights.keySet().removeIf(k -> k.startsWith("layers."));
            assertThatThrownBy(() -> network.load(weights))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("missing layers.0.thred");
        }
    }

    @Test
    void fresh_weights_are_spread_as_published() {
        try (var network = Network.create(Architectures.of(new ModelSpec("conformer_scm_micro", 96, 3, 6), 6), 1)) {
            var w = network.export();
            assertThat(deviation(w.get("conv1.weight"))).isEqualTo(Math.sqrt(2.0 / (64 * 49)), offset(5e-4));
            assertThat(deviation(w.get("trans_cls_head.weight"))).isEqualTo(Math.sqrt(2.0 / (6 * 9)), offset(5e-3));
            assertThat(deviation(w.get("conv_trans_2.trans_block.attn.qkv.weight")))
                    .isEqualTo(0.02, offset(5e-4));
            assertThat(largest(w.get("trans_patch_conv.bias").floats())).isBetween(0.02f, 1 / 32f);
            assertThat(w.get("conv_cls_head.bias").floats()).containsOnly(0);
            assertThat(w.get("conv_1.bn3.weight").floats()).containsOnly(1);
            assertThat(w.get("conv_1.bn3.running_var").floats()).containsOnly(1);
        }
    }

    @Test
    void only_matrices_decay() {
        var config = micro("scm");
        assertThat(Parameters.of(config)).allSatisfy(p -> assertThat(p.decayed())
                .as(p.name())
                .isEqualTo(p.shape().length > 1 && !p.name().equals("cls_token")));
    }

    private static double deviation(Tensor t) {
        double sum = 0;
        for (float v : t.floats()) sum += (double) v * v;
        return Math.sqrt(sum / t.count());
    }

    private static ModelConfig micro(String kind) {
        return Architectures.of(new ModelSpec("conformer_" + kind + "_micro", 12, 3, 2), 3);
    }

    private static float[] noise(int batch) {
        var random = new Random(5);
        var values = new float[batch * 3 * 224 * 224];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return values;
    }

    private static Safetensors vectors() {
        return Safetensors.read(
                Vectors.matching("tiny_conformer_scm.safetensors").get(0));
    }

    private static Network load(Safetensors vectors) {
        var m = vectors.metadata();
        int width = Integer.parseInt(m.get("embed_dim"));
        int heads = Integer.parseInt(m.get("heads"));
        var config = new ModelConfig(
                m.get("arch"),
                ModelConfig.Head.SCM,
                width,
                Integer.parseInt(m.get("depth")),
                heads,
                Integer.parseInt(m.get("mlp_ratio")),
                Math.pow((double) width / heads, -0.5),
                1e-6,
                Integer.parseInt(m.get("num_classes")),
                List.of(4, 4, 4, 4),
                (int) (64 * Double.parseDouble(m.get("channel_ratio"))),
                0);
        return Network.of(config, below(vectors, "w/"));
    }

    private static float[] floats(Safetensors vectors, String name) {
        return vectors.tensors().get(name).floats();
    }

    private static float[] row(float[] rows, int i, int length) {
        return Arrays.copyOfRange(rows, i * length, (i + 1) * length);
    }
}
