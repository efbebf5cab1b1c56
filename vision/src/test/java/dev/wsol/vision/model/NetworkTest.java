package dev.wsol.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.Device;
import ai.djl.ndarray.BaseNDManager;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Precision;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Refinements;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    private static ModelConfig tiny(String arch) {
        return Architectures.of(new ModelSpec(arch, 16, 2, 2), 3);
    }

    private static ByteBuffer noise(int batch) {
        var random = new Random(5);
        var values = new float[batch * 3 * 224 * 224];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return Vectors.pixels(values, batch);
    }

    @Test
    void a_seed_decides_the_weights_and_two_kinds_share_a_trunk() {
        try (var one = Network.create(tiny("scm"), 4);
                var same = Network.create(tiny("scm"), 4);
                var other = Network.create(tiny("scm"), 5);
                var plain = Network.create(tiny("tscam"), 4)) {
            assertThat(one.export()).isEqualTo(same.export()).isNotEqualTo(other.export());
            assertThat(one.export()).containsAllEntriesOf(plain.export());
        }
    }

    @Test
    void fresh_weights_are_spread_as_published() {
        try (var network = Network.create(Architectures.of(ModelSpec.named("tscam"), 6), 1)) {
            var w = network.export();
            assertThat(deviation(w.get("blocks.0.attn.qkv.weight").floats())).isEqualTo(0.02, offset(0.001));
            assertThat(Vectors.largest(w.get("patch_embed.proj.weight").floats()))
                    .isBetween(0.99f / (float) Math.sqrt(768), 1f / (float) Math.sqrt(768));
            assertThat(Vectors.largest(w.get("head.weight").floats()))
                    .isBetween(0.99f / (float) Math.sqrt(864), 1f / (float) Math.sqrt(864));
            assertThat(w.get("norm.weight").floats()).containsOnly(1);
            assertThat(w.get("blocks.2.mlp.fc1.bias").floats()).containsOnly(0);
        }
    }

    private static double deviation(float[] values) {
        double sum = 0;
        for (float v : values) sum += (double) v * v;
        return Math.sqrt(sum / values.length);
    }

    @Test
    void weights_travel_with_or_without_the_wrapper_prefix() {
        try (var from = Network.create(tiny("scm"), 1);
                var to = Network.create(tiny("scm"), 2)) {
            var wrapped = new LinkedHashMap<String, Tensor>();
            from.export().forEach((k, v) -> wrapped.put("module." + k, v));
            to.load(wrapped);
            assertThat(to.export()).isEqualTo(from.export());
        }
    }

    @Test
    void calibration_layers_are_not_needed_to_see() {
        try (var scm = Network.create(tiny("scm"), 1)) {
            var trunk = new LinkedHashMap<>(scm.export());
            trunk.keySet().removeIf(k -> k.startsWith("layers."));
            try (var seen = scm.predict(noise(1), 1);
                    var other = Network.of(tiny("scm"), trunk);
                    var also = other.predict(noise(1), 1)) {
                assertThat(also.cam(0, 2)).isEqualTo(seen.cam(0, 2));
            }
        }
    }

    @Test
    void a_network_that_only_sees_holds_and_computes_nothing_of_the_calibration_layers() {
        try (var scm = Network.create(tiny("scm"), 1)) {
            var broken = new LinkedHashMap<>(scm.export());
            broken.replaceAll((k, v) -> k.startsWith("layers.") ? Tensor.of(new float[] {Float.NaN}, 1) : v);
            try (var seeing = Network.seeing(tiny("scm"), broken, Device.cpu());
                    var seen = scm.predict(noise(2), 2);
                    var also = seeing.predict(noise(2), 2)) {
                assertThat(seeing.export().keySet()).noneMatch(k -> k.startsWith("layers."));
                assertThat(seeing.size()).isEqualTo(scm.size() - 8);
                assertThat(living(seeing))
                        .as("entries, and the pixels and three answers of a prediction")
                        .isEqualTo(seeing.export().size() + 4);
                assertThat(also.cam(1, 2)).isEqualTo(seen.cam(1, 2));
                assertThatThrownBy(() -> seeing.train(0.05)).hasMessageContaining("to see only");
            }
        }
    }

    @Test
    void weights_that_do_not_fit_are_refused_in_one_message_and_change_nothing() {
        try (var network = Network.create(tiny("tscam"), 1)) {
            var before = network.export();
            Map<String, Tensor> state = new LinkedHashMap<>(before);
            state.remove("norm.weight");
            state.put("head.bias", Tensor.of(new float[5], 5));
            state.put("head_dist.bias", Tensor.of(new float[1], 1));

            assertThatThrownBy(() -> network.load(state))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("missing norm.weight")
                    .hasMessageContaining("head.bias is [5], needs [3]")
                    .hasMessageContaining("unknown head_dist.bias");
            assertThat(network.export()).isEqualTo(before);
            assertThatThrownBy(() -> network.load(Map.of())).hasMessageContaining("and 22 more");
        }
    }

    @Test
    void garbage_collections_do_not_touch_what_the_engine_computes() {
        assertThat(afterThreeSteps(System::gc)).isEqualTo(afterThreeSteps(() -> {}));
    }

    /** Loads, trains, saves, loads and trains, with something happening in between. */
    private static Map<String, Tensor> afterThreeSteps(Runnable between) {
        try (var network = Network.create(tiny("scm"), 1);
                var training = network.train(0.05)) {
            for (int i = 0; i < 3; i++) {
                between.run();
                training.step(noise(2), new int[] {0, 2}, 1e-3, new float[0]);
                between.run();
                for (int n = 0; n < 500; n++) ByteBuffer.allocateDirect(256).putLong(-1);
                network.load(network.export());
                training.restore(training.state());
            }
            return network.export();
        }
    }

    @Test
    void a_map_is_attention_times_semantics_and_only_scm_stretches_attention() {
        try (var scm = Network.create(tiny("scm"), 1);
                var tscam = Network.create(tiny("tscam"), 1);
                var a = scm.predict(noise(2), 2);
                var b = tscam.predict(noise(2), 2)) {
            assertThat(a.images()).isEqualTo(2);
            assertThat(a.logits(1)).isEqualTo(b.logits(1));
            assertThat(a.semanticMap(1, 2)).isEqualTo(b.semanticMap(1, 2));
            assertThat(Vectors.largest(a.attentionMap(1))).isEqualTo(1);
            float[] cam = b.cam(1, 2);
            for (int i = 0; i < 196; i++) assertThat(cam[i]).isEqualTo(b.attentionMap(1)[i] * b.semanticMap(1, 2)[i]);
            assertThatThrownBy(() -> a.logits(2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void buffers_labels_and_masks_are_checked_before_native_code_sees_them() {
        try (var network = Network.create(tiny("tscam"), 1);
                var training = network.train(0.05)) {
            assertThatThrownBy(() -> network.predict(Network.pixels(1), 2)).hasMessageContaining("holds 1 images");
            assertThatThrownBy(() -> network.predict(ByteBuffer.allocate(1 << 20), 1))
                    .hasMessageContaining("direct buffer");
            assertThatThrownBy(() -> training.step(noise(1), new int[] {3}, 1e-3, new float[0]))
                    .hasMessageContaining("label 3");
            assertThatThrownBy(() -> training.step(noise(1), new int[] {0}, 1e-3, new float[3]))
                    .hasMessageContaining("drop-path masks");
            assertThatThrownBy(() -> network.train(-1)).hasMessageContaining("weight decay");
        }
    }

    @Test
    void a_skipped_branch_adds_nothing_and_kept_ones_are_scaled() {
        var config = tiny("tscam").withDropPath(0.5);
        var masks = DropPath.masks(config, 1000, 1);

        assertThat(masks).hasSize(2 * 2 * 1000).isEqualTo(DropPath.masks(config, 1000, 1));
        for (int i = 0; i < 2000; i++) assertThat(masks[i]).isEqualTo(1);
        double sum = 0;
        for (int i = 2000; i < 4000; i++) {
            assertThat(masks[i]).isIn(0f, 2f);
            sum += masks[i];
        }
        assertThat(sum / 2000).isEqualTo(1, offset(0.1));
        assertThat(DropPath.masks(config.withDropPath(0), 10, 1)).isEmpty();
    }

    /** Seven explicit bits, so a product is off by up to half a percent and a gradient by a few. */
    @ParameterizedTest
    @ValueSource(strings = {"scm", "tscam"})
    void bfloat16_products_see_and_learn_nearly_the_same(String arch) {
        var recipe = Training.official(0.05);
        int[] labels = {0, 2};
        try (var network = Network.create(tiny(arch), 1);
                var wide = network.train(recipe);
                var narrow = network.train(recipe.with(Precision.BF16));
                var seen = network.predict(noise(2), 2);
                var roughly = network.predict(noise(2), 2, Precision.BF16)) {
            assertThat(apart(roughly.logits(1), seen.logits(1))).isBetween(1e-6, 0.03);
            assertThat(apart(roughly.semanticMap(1, 2), seen.semanticMap(1, 2))).isLessThan(0.03);
            var g = wide.gradients(noise(2), labels, new float[0]);
            var h = narrow.gradients(noise(2), labels, new float[0]);
            assertThat(h.loss()).isEqualTo(g.loss(), offset(0.01f));
            g.byName().forEach((name, wanted) -> {
                if (name.contains("weight"))
                    assertThat(apart(h.byName().get(name).floats(), wanted.floats()))
                            .as(name)
                            .isLessThan(0.1);
            });
        }
    }

    /** Length of the difference relative to the length of what is wanted. */
    static double apart(float[] got, float[] wanted) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < wanted.length; i++) {
            difference += Math.pow(got[i] - wanted[i], 2);
            length += Math.pow(wanted[i], 2);
        }
        return Math.sqrt(difference / length);
    }

    /** It keeps its matrices as the products want them, so it must notice whenever they change. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void a_network_sees_with_the_weights_that_it_has_now(Precision precision) {
        int[] labels = {0, 2};
        try (var network = Network.create(tiny("scm"), 1);
                var training = network.train(Recipe.OFFICIAL.with(new Refinements(0, 0, 0.5, 0, 1)))) {
            sameAsFresh(network, precision);
            training.step(noise(2), labels, 0.1, new float[0]);
            sameAsFresh(network, precision);
            var before = network.export();
            var state = training.state();
            training.step(noise(2), labels, 0.1, new float[0]);
            network.predict(noise(2), 2, precision).close();
            training.restore(state);
            sameAsFresh(network, precision);
            network.load(before);
            sameAsFresh(network, precision);
        }
    }

    private static void sameAsFresh(Network network, Precision precision) {
        try (var fresh = Network.of(network.config(), network.export());
                var expected = fresh.predict(noise(2), 2, precision);
                var got = network.predict(noise(2), 2, precision)) {
            assertThat(got.logits(1)).containsExactly(expected.logits(1));
            assertThat(got.cam(1, 2)).containsExactly(expected.cam(1, 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scm", "tscam"})
    void two_hundred_steps_leave_no_native_array_behind(String arch) {
        try (var network = Network.create(tiny(arch), 1);
                var training = network.train(0.05)) {
            var pixels = noise(2);
            int[] labels = {0, 2};
            training.step(pixels, labels, 1e-4, new float[0]);
            int before = living(network);
            for (int i = 0; i < 200; i++) {
                var drop = DropPath.masks(network.config().withDropPath(0.2), 2, i);
                assertThat(training.step(pixels, labels, 1e-4, drop).loss()).isFinite();
                network.predict(pixels, 1).close();
            }
            assertThat(living(network)).isEqualTo(before);
        }
    }

    /** Arrays and scopes below the network's own scope. */
    static int living(Network network) {
        return living((BaseNDManager) network.manager());
    }

    private static int living(BaseNDManager manager) {
        return manager.getManagedArrays().size();
    }
}
