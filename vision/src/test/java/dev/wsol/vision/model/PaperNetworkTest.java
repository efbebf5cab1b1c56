package dev.wsol.vision.model;

import static dev.wsol.vision.model.Vectors.largest;
import static dev.wsol.vision.model.Vectors.near;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.wsol.contract.ModelSpec;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds three things together: the readable definition, the fast kernels and the published traces. */
class PaperNetworkTest {
    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

    @BeforeEach
    void recordGradients() {
        JniUtils.setGradMode(true);
    }

    @AfterEach
    void close() {
        JniUtils.setGradMode(false);
        manager.close();
    }

    static List<Path> networks() {
        return TinyNetworkTest.networks();
    }

    @ParameterizedTest
    @CsvSource({"scm, 24, 3", "tscam, 24, 3", "vit_scm_small, 24, 3", "scm, 48, 1"
    }) // heads of 8 and of 48: both kernels
    void the_kernels_see_and_learn_what_the_definition_says(String arch, int width, int heads) {
        var config = Architectures.of(new ModelSpec(arch, width, 3, heads), 7).withDropPath(0.4);
        int batch = 3;
        int[] labels = {1, 6, 1};
        var random = new Random(11);
        var values = new float[batch * 3 * 224 * 224];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        float[] drop = DropPath.masks(config, batch, 3);
        try (var network = Network.of(config, attentive(config));
                var training = network.train(0.05);
                var literal = new Training(network, Training.official(0.05), true);
                var seen = network.predict(Vectors.pixels(values, batch), batch)) {
            var paper = new PaperNetwork(config, network.export(), manager);
            NDArray x = paper.array(values, batch, 3, 224, 224);
            var wanted = paper.predict(x);
            float[] attention = PaperLayers.floats(wanted.get(1));
            for (int i = 0; i < batch; i++) {
                near("logits", seen.logits(i), part(wanted.get(0), i, 7), 1e-5, 1e-5);
                near(
                        "attention",
                        seen.attentionMap(i),
                        Arrays.copyOfRange(attention, i * 196, i * 196 + 196),
                        1e-5,
                        1e-5);
                near("map", seen.semanticMap(i, 4), part(wanted.get(2), i * 7 + 4, 196), 1e-5, 1e-5);
            }
            var logits = paper.trainingLogits(x, paper.array(drop, 3, 2, batch));
            float[] wantedLogits = PaperLayers.floats(logits);
            System.gc(); // what the graph remembers must not be memory that Java has let go of
            var gradients = paper.gradients(logits, labels);
            for (var form : List.of(training, literal)) {
                var got = form.gradients(Vectors.pixels(values, batch), labels, drop);
                near("loss", new float[] {got.loss()}, gradients.get("loss"), 1e-5, 1e-5);
                near("training logits", got.logits(), wantedLogits, 1e-5, 1e-4);
                got.byName().forEach((name, g) -> {
                    float[] w = gradients.get(name);
                    // Published tolerance: what the later thresholds get is rounding.
                    double allowed = name.matches("layers\\.[123]\\.thred") ? 1e-3 : 1e-4 * Math.max(0.1, largest(w));
                    near(name, g.floats(), w, allowed, 1e-3);
                });
            }
        }
    }

    /**
     * Fresh weights attend to everything alike, to about one part in a hundred; stretched to 0..1 their map shows little but
     * the rounding of float32. These look somewhere.
     */
    static Map<String, Tensor> attentive(ModelConfig config) {
        try (var fresh = Network.create(config, 2)) {
            var out = new LinkedHashMap<>(fresh.export());
            out.replaceAll((name, t) -> name.endsWith("attn.qkv.weight") ? stronger(t) : t);
            return out;
        }
    }

    private static Tensor stronger(Tensor t) {
        float[] values = t.floats();
        for (int i = 0; i < values.length; i++) values[i] *= 8;
        return Tensor.of(values, t.shape());
    }

    private static float[] part(NDArray rows, int i, int length) {
        return Arrays.copyOfRange(PaperLayers.floats(rows), i * length, (i + 1) * length);
    }

    @Tag("reference")
    @ParameterizedTest
    @MethodSource("networks")
    void the_definition_passes_through_the_published_stations(Path file) {
        var vectors = Safetensors.read(file);
        try (var network = TinyNetworkTest.load(vectors)) {
            var paper = new PaperNetwork(network.config(), network.export(), manager);
            float[] input =
                    Vectors.read("tiny_input.safetensors").tensors().get("x").floats();
            int batch = input.length / (3 * 224 * 224);
            var logits = paper.trainingLogits(paper.array(input, batch, 3, 224, 224), null);
            near(
                    "logits",
                    PaperLayers.floats(logits),
                    vectors.tensors().get("train.logits").floats(),
                    1e-4,
                    0);
            Vectors.below(vectors, "trace.").forEach((name, wanted) -> {
                if (name.equals("attn_cls_rows")) rows(paper, wanted.floats(), batch);
                else station(name, PaperLayers.floats(paper.trace.get(name)), wanted.floats());
            });
        }
    }

    private static void rows(PaperNetwork paper, float[] wanted, int batch) {
        int length = batch * 196;
        for (int l = 0; l * length < wanted.length; l++)
            station(
                    "attn_cls_rows." + l,
                    PaperLayers.floats(paper.trace.get("attn_cls_rows." + l)),
                    Arrays.copyOfRange(wanted, l * length, (l + 1) * length));
    }

    private static void station(String name, float[] got, float[] wanted) {
        if (name.matches("scm\\d\\.x")) near(name, got, wanted, 1e-3, 0);
        else if (name.matches("scm\\d\\.cam")) near(name, got, wanted, 3e-4, 0);
        else near(name, got, wanted, 5e-5, 1e-4);
    }
}
