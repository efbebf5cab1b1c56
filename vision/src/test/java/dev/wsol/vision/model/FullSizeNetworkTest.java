package dev.wsol.vision.model;

import static dev.wsol.vision.model.Vectors.largest;
import static dev.wsol.vision.model.Vectors.near;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.contract.ModelSpec;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published sizes, with weights and images from a formula instead of files. */
@Tag("reference")
class FullSizeNetworkTest {
    private static final int[] TARGETS = {17, 101};

    static List<Path> networks() {
        return Vectors.matching("full_*.safetensors");
    }

    static List<Path> keys() {
        return Vectors.matching("full_*_keys.json");
    }

    @ParameterizedTest
    @MethodSource("networks")
    void a_full_size_network_sees_and_learns_as_published(Path file) {
        var vectors = Safetensors.read(file);
        int batch = Integer.parseInt(vectors.metadata().get("batch"));
        int classes = Integer.parseInt(vectors.metadata().get("num_classes"));
        var spec = ModelSpec.named(vectors.metadata().get("arch"));
        var config = Architectures.of(spec, classes);
        try (var network = Network.of(config, Formula.weights(config))) {
            var images = Formula.images(batch);
            predictions(vectors, network, images, batch);
            if (vectors.tensors().containsKey("train.loss")) gradients(vectors, network, images);
        }
    }

    private static void predictions(Safetensors vectors, Network network, ByteBuffer images, int batch) {
        try (var seen = network.predict(images, batch)) {
            float[] logits = floats(vectors, "eval.logits");
            float[] attention =
                    vectors.tensors().containsKey("eval.pred_cam") ? floats(vectors, "eval.pred_cam") : null;
            int classes = seen.classes();
            for (int i = 0; i < batch; i++) {
                near("logits", seen.logits(i), row(logits, i, classes), tolerance(network, 1e-4, logits), 1e-4);
                if (attention != null) near("attention", seen.attentionMap(i), row(attention, i, 196), 1e-4, 1e-4);
            }
            float[] cam = floats(vectors, "eval.cams.sample0_class_target");
            near("cam", seen.cam(0, TARGETS[0]), cam, tolerance(network, 1e-4, cam), 1e-4);
            if (vectors.tensors().containsKey("eval.pred_semantic.sample0_class_target"))
                near(
                        "semantic",
                        seen.semanticMap(0, TARGETS[0]),
                        floats(vectors, "eval.pred_semantic.sample0_class_target"),
                        1e-4,
                        1e-4);
        }
    }

    /** Batch norms magnify rounding: a Conformer's numbers are published to half a percent of the largest. */
    private static double tolerance(Network network, double otherwise, float[] values) {
        return network.config().conformer() ? 5e-3 * largest(values) : otherwise;
    }

    private static void gradients(Safetensors vectors, Network network, ByteBuffer images) {
        try (var training = network.train(0.05)) {
            var g = training.gradients(images, TARGETS, new float[0]);
            near(
                    "loss",
                    new float[] {g.loss()},
                    floats(vectors, "train.loss"),
                    network.config().conformer() ? 5e-3 * g.loss() : 1e-3,
                    0);
            float[] logits = floats(vectors, "train.logits");
            near("training logits", g.logits(), logits, tolerance(network, 1e-2, logits), 0);
            var wanted = Vectors.below(vectors, "grad/");
            assertThat(wanted).isNotEmpty();
            if (network.config().conformer()) return; // informational, says the publisher
            wanted.forEach((name, tensor) -> {
                float[] w = tensor.floats();
                double allowed = name.matches("layers\\.[123]\\.thred") ? 5e-3 : 5e-3 * largest(w);
                near(name, g.byName().get(name).floats(), w, allowed, 0);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void parameters_have_the_published_names_shapes_and_order(Path file) throws IOException {
        var json = new ObjectMapper().readTree(Files.readString(file));
        String arch = file.getFileName().toString().replace("full_", "").replace("_keys.json", "");
        var wanted = new LinkedHashMap<String, List<Long>>();
        var entries = json.get("state_dict_order");
        for (var e : entries) {
            var shape = new ArrayList<Long>();
            e.get(1).forEach(n -> shape.add(n.asLong()));
            wanted.put(e.get(0).asText(), shape);
        }
        var got = new LinkedHashMap<String, List<Long>>();
        var config = Architectures.of(ModelSpec.named(arch), 200);
        for (var p : Parameters.of(config))
            got.put(p.name(), Arrays.stream(p.shape()).boxed().toList());
        assertThat(List.copyOf(got.entrySet())).isEqualTo(List.copyOf(wanted.entrySet()));
        assertThat(Parameters.of(config).stream()
                        .filter(Parameters.Parameter::trained)
                        .map(Parameters.Parameter::name))
                .containsExactlyElementsOf(trained(json));
    }

    private static List<String> trained(JsonNode keys) {
        var out = new ArrayList<String>();
        keys.get("named_parameters_order")
                .forEach(n -> out.add(n.isTextual() ? n.asText() : n.get(0).asText()));
        return out;
    }

    private static float[] floats(Safetensors vectors, String name) {
        return vectors.tensors().get(name).floats();
    }

    private static float[] row(float[] rows, int i, int length) {
        return Arrays.copyOfRange(rows, i * length, (i + 1) * length);
    }

    /** The hash that stands for weight files, as the vectors' README defines it. */
    private static final class Formula {
        private static double signed(long t, long i) {
            long z = (t << 32) + i + 1;
            z *= 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            return 2 * ((z >>> 40) * 0x1p-24) - 1;
        }

        static Map<String, Tensor> weights(ModelConfig config) {
            var out = new LinkedHashMap<String, Tensor>();
            int t = 0;
            for (var p : Parameters.of(config)) {
                var values = new float[p.count()];
                for (int i = 0; i < values.length; i++)
                    values[i] = (float) value(p.name(), p.shape().length, signed(t, i));
                out.put(p.name(), p.counter() ? Tensor.whole(0) : Tensor.of(values, p.shape()));
                t++;
            }
            return out;
        }

        private static double value(String name, int dimensions, double s) {
            if (name.endsWith(".thred")) return 0.5;
            if (name.endsWith("._loss_rate")) return 1.0;
            if (name.endsWith(".running_var")) return 1 + 0.2 * s;
            if (name.endsWith(".running_mean")) return 0.1 * s;
            if (name.endsWith(".num_batches_tracked")) return 0;
            if (name.equals("cls_token") || name.equals("pos_embed")) return 0.5 * s;
            if (dimensions >= 2) return 0.08 * s;
            return name.endsWith("bias") ? 0.02 * s : 1 + 0.1 * s;
        }

        static ByteBuffer images(int batch) {
            var values = new float[batch * 3 * 224 * 224];
            for (int i = 0; i < values.length; i++) {
                int plane = i / 50176;
                int h = i / 224 % 224;
                int w = i % 224;
                double block = signed(1001, plane * 196L + h / 16 * 14 + w / 16);
                values[i] = (float) (1.5 * block + 0.5 * signed(1000, i));
            }
            return Vectors.pixels(values, batch);
        }
    }
}
