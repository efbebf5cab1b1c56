package dev.wsol.vision.model;

import static dev.wsol.vision.model.Vectors.largest;
import static dev.wsol.vision.model.Vectors.near;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.wsol.vision.checkpoint.Safetensors;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One calibration layer in both forms, dense as published and as a series of stencils, against the same vectors. */
class CalibrationLayerTest {
    private static final List<String> INPUTS = List.of("in.x", "in.cam", "param.thred", "param.fuse._loss_rate");

    private final PtNDManager manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    static List<Path> layers() {
        return Vectors.matching("scm_layer_*.safetensors");
    }

    @Tag("reference")
    @ParameterizedTest
    @MethodSource("layers")
    void the_dense_form_is_the_published_layer(Path file) {
        var vectors = Safetensors.read(file);
        var leaves = leaves(vectors);
        int g = grid(vectors);
        var laplacian = array(GridLaplacian.dense(g), (long) g * g, (long) g * g);
        try (var answer = Kernels.run(
                "layer",
                true,
                IValue.from(leaves[0]),
                IValue.from(leaves[1]),
                IValue.from(leaves[2]),
                IValue.from(leaves[3]),
                IValue.from(iterations(vectors)),
                IValue.from(laplacian))) {
            var out =
                    answer.toNDList(manager).stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new);
            try (var pulled = Kernels.run(
                    "pull",
                    true,
                    IValue.listFrom(out),
                    IValue.listFrom(leaves),
                    IValue.listFrom(seeds(vectors)),
                    IValue.from(false))) {
                check(vectors, out[0], out[1], pulled.toTensorArray(manager));
            }
        }
    }

    @Tag("reference")
    @ParameterizedTest
    @MethodSource("layers")
    void the_stencil_form_is_the_published_layer(Path file) {
        var vectors = Safetensors.read(file);
        var leaves = leaves(vectors);
        try (var answer = forth(vectors, leaves)) {
            var parts = answer.toIValueTuple();
            var kept = parts[0].toTensorArray(manager);
            var seeds = seeds(vectors);
            try (var back = Kernels.run(
                    "layer_back",
                    true,
                    IValue.listFrom(leaves),
                    IValue.listFrom(kept),
                    IValue.from(parts[1].toDouble()),
                    IValue.from(seeds[0]),
                    IValue.from(seeds[1]))) {
                check(vectors, kept[0], kept[1], back.toTensorArray(manager));
            } finally {
                for (var part : parts) part.close();
            }
        }
    }

    private IValue forth(Safetensors vectors, PtNDArray[] leaves) {
        int g = grid(vectors);
        int n = g * g;
        float[] laplacian = GridLaplacian.dense(g);
        var degree = new float[n];
        var inner = new float[n - 1];
        for (int i = 0; i < n; i++) degree[i] = laplacian[i * n + i];
        for (int i = 0; i < n - 1; i++) inner[i] = -laplacian[i * n + i + 1];
        var filters = CalibrationFilter.series((int) iterations(vectors)).stream()
                .map(a -> (PtNDArray) manager.create(a))
                .toArray(PtNDArray[]::new);
        return Kernels.run(
                "layer_forth",
                true,
                IValue.listFrom(leaves),
                IValue.listFrom(filters),
                IValue.listFrom(CalibrationFilter.ladder()),
                IValue.from(array(degree, n)),
                IValue.from(array(inner, n - 1)));
    }

    @Tag("reference")
    @ParameterizedTest
    @MethodSource("layers")
    void the_laplacian_is_the_published_one(Path file) {
        var vectors = Safetensors.read(file);
        Assumptions.assumeTrue(vectors.tensors().containsKey("laplacian"), file + " holds no laplacian");
        assertThat(GridLaplacian.dense(grid(vectors))).isEqualTo(floats(vectors, "laplacian"));
    }

    @Test
    void a_series_is_the_sum_it_stands_for_wherever_eigenvalues_may_lie() {
        for (int k : new int[] {4, 16}) {
            long n = 1L << k;
            double[] ladder = CalibrationFilter.ladder();
            var series = CalibrationFilter.series(k);
            for (int rung = 0; rung < ladder.length; rung++) {
                for (int i = 0; i <= 100; i++) {
                    double z = ladder[rung] * i / 100;
                    double wanted = n <= 16 ? sum(n, z) : CalibrationFilter.p(n, z);
                    assertThat(clenshaw(series.get(rung), 2 * z / ladder[rung] - 1))
                            .as("K %d, z %s of %s", k, z, ladder[rung])
                            .isCloseTo(wanted, Offset.offset(3e-9 * n));
                }
            }
        }
    }

    private static double sum(long n, double z) {
        double total = 0;
        double power = 1;
        for (long j = 0; j < n; j++) {
            total += power;
            power *= 1 - z;
        }
        return total;
    }

    private static double clenshaw(double[] a, double x) {
        double after = 0;
        double now = 0;
        for (int k = a.length - 1; k > 0; k--) {
            double next = a[k] + 2 * x * now - after;
            after = now;
            now = next;
        }
        return a[0] + x * now - after;
    }

    private PtNDArray[] leaves(Safetensors vectors) {
        return INPUTS.stream()
                .map(name -> {
                    try (var leaf = Kernels.run("leaf", true, IValue.from(array(vectors, name)))) {
                        return leaf.toTensor(manager);
                    }
                })
                .toArray(PtNDArray[]::new);
    }

    private PtNDArray[] seeds(Safetensors vectors) {
        return new PtNDArray[] {array(vectors, "loss_weight.x"), array(vectors, "loss_weight.cam")};
    }

    private PtNDArray array(Safetensors vectors, String name) {
        return array(floats(vectors, name), vectors.tensors().get(name).shape());
    }

    private PtNDArray array(float[] values, long... shape) {
        return (PtNDArray) manager.create(values, new Shape(shape));
    }

    private static void check(Safetensors vectors, PtNDArray x, PtNDArray c, PtNDArray[] gradients) {
        boolean many = iterations(vectors) > 4;
        relative(vectors, "out.x", x, many ? 2e-4 : 5e-4);
        relative(vectors, "out.cam", c, many ? 2e-4 : 5e-4);
        relative(vectors, "grad.x", gradients[0], many ? 2e-4 : 5e-4);
        relative(vectors, "grad.cam", gradients[1], many ? 2e-4 : 5e-3);
        if (many) relative(vectors, "grad.thred", gradients[2], 2e-4);
        else near("grad.thred", gradients[2].toFloatArray(), floats(vectors, "grad.thred"), 1e-2, 0);
        relative(vectors, "grad.fuse._loss_rate", gradients[3], many ? 2e-4 : 5e-4);
    }

    private static void relative(Safetensors vectors, String name, PtNDArray got, double ofLargest) {
        float[] wanted = floats(vectors, name);
        near(name, got.toFloatArray(), wanted, ofLargest * largest(wanted), 0);
    }

    private static float[] floats(Safetensors vectors, String name) {
        return vectors.tensors().get(name).floats();
    }

    private static int grid(Safetensors vectors) {
        return Integer.parseInt(vectors.metadata().get("grid").split("x")[0]);
    }

    private static long iterations(Safetensors vectors) {
        return Long.parseLong(vectors.metadata().get("iterations"));
    }
}
