package dev.wsol.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products by oneDNN and by PyTorch's own choice, against sums in double precision. */
class ProductsTest {
    private static PtSymbolBlock portable;
    private static PtSymbolBlock oneDnn;

    private final PtNDManager manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final Random random = new Random(3);

    @BeforeAll
    static void load() {
        assumeTrue(Kernels.x86(), "oneDNN multiplies on x86 only");
        portable = Kernels.load(Kernels.PORTABLE);
        oneDnn = Kernels.load(Kernels.ONEDNN);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 24, 96", "197, 96, 24", "600, 24, 96", "600, 96, 24"})
    void both_ways_give_the_same_sums(int rows, int in, int out) {
        float[] x = numbers(rows * in);
        float[] w = numbers(out * in);
        float[] b = numbers(out);
        float[] g = numbers(rows * out);
        float[] forth = product(x, false, w, true, b, rows, in, out);
        float[] data = product(g, false, w, false, new float[in], rows, out, in);
        float[] weight = product(g, true, x, false, new float[in], out, rows, in);
        for (var module : new PtSymbolBlock[] {portable, oneDnn}) {
            near(forth, run(module, "linear", array(x, rows, in), array(w, out, in), array(b, out)));
            near(gelu(forth), run(module, "linear_gelu", array(x, rows, in), array(w, out, in), array(b, out)));
            near(data, run(module, "linear_back_data", array(g, rows, out), array(w, out, in)));
            near(weight, run(module, "linear_back_weight", array(g, rows, out), array(x, rows, in)));
        }
    }

    @Test
    void a_packed_matrix_multiplies_any_number_of_rows() {
        int in = 96;
        int out = 48;
        float[] w = numbers(out * in);
        float[] b = numbers(out);
        try (var packed = Kernels.call(oneDnn, "packed", true, IValue.from(array(w, out, in)))) {
            for (int rows : new int[] {1, 197, 3152}) {
                float[] x = numbers(rows * in);
                float[] forth = product(x, false, w, true, b, rows, in, out);
                var args = new IValue[] {IValue.from(array(x, rows, in)), packed, IValue.from(array(b, out))};
                near(forth, Kernels.call(oneDnn, "linear", false, args));
                near(gelu(forth), Kernels.call(oneDnn, "linear_gelu", false, args));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 7, 3", "6, 197, 64, 197", "6, 197, 197, 64"})
    void every_matrix_of_a_batch_is_multiplied_by_its_own(int batch, int rows, int inner, int cols) {
        float[] a = numbers(batch * rows * inner);
        float[] b = numbers(batch * inner * cols);
        double half = 0.5;
        float[] forth = products(a, false, b, false, batch, rows, inner, cols, half);
        float[] first = products(a, true, b, false, batch, rows, inner, cols, half);
        float[] second = products(a, false, b, true, batch, rows, inner, cols, 1);
        for (var module : new PtSymbolBlock[] {portable, oneDnn}) {
            var x = array(a, batch, rows, inner);
            near(forth, many(module, x, false, array(b, batch, inner, cols), false, half));
            near(first, many(module, array(a, batch, inner, rows), true, array(b, batch, inner, cols), false, half));
            near(second, many(module, x, false, array(b, batch, cols, inner), true, 1));
        }
    }

    private static IValue many(
            PtSymbolBlock module, PtNDArray a, boolean first, PtNDArray b, boolean second, double scale) {
        boolean gradients = false;
        return Kernels.call(
                module,
                "many",
                gradients,
                IValue.from(a),
                IValue.from(b),
                IValue.from(first),
                IValue.from(second),
                IValue.from(scale));
    }

    /** {@link #product} times a scale, matrix by matrix. */
    private static float[] products(
            float[] a, boolean ta, float[] b, boolean tb, int batch, int rows, int inner, int cols, double scale) {
        var out = new float[batch * rows * cols];
        for (int i = 0; i < batch; i++) {
            float[] x = Arrays.copyOfRange(a, i * rows * inner, (i + 1) * rows * inner);
            float[] y = Arrays.copyOfRange(b, i * inner * cols, (i + 1) * inner * cols);
            float[] one = product(x, ta, y, tb, new float[cols], rows, inner, cols);
            for (int j = 0; j < one.length; j++) out[i * one.length + j] = (float) (scale * one[j]);
        }
        return out;
    }

    private IValue run(PtSymbolBlock module, String kernel, PtNDArray... arguments) {
        return Kernels.call(
                module,
                kernel,
                false,
                Arrays.stream(arguments).map(IValue::from).toArray(IValue[]::new));
    }

    private void near(float[] expected, IValue answer) {
        try (answer) {
            float[] got = answer.toTensor(manager).toFloatArray();
            assertThat(got).hasSameSizeAs(expected);
            for (int i = 0; i < got.length; i++) assertThat(got[i]).isCloseTo(expected[i], Offset.offset(1e-4f));
        }
    }

    /** (rows,cols) = a b + bias, where a is stored (rows,inner) or its transpose, b (inner,cols) or its transpose. */
    private static float[] product(
            float[] a, boolean ta, float[] b, boolean tb, float[] bias, int rows, int inner, int cols) {
        var out = new float[rows * cols];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < cols; c++) {
                double sum = bias[c];
                for (int k = 0; k < inner; k++)
                    sum += (double) a[ta ? k * rows + r : r * inner + k] * b[tb ? c * inner + k : k * cols + c];
                out[r * cols + c] = (float) sum;
            }
        return out;
    }

    /** x times the normal distribution function, integrated by Simpson's rule. */
    private static float[] gelu(float[] x) {
        var out = new float[x.length];
        for (int i = 0; i < x.length; i++) out[i] = (float) (x[i] * (0.5 + integral(x[i])));
        return out;
    }

    private static double integral(double to) {
        int steps = 64;
        double h = to / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double t = i * h;
            sum += Math.exp(-t * t / 2) * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
        }
        return sum * h / 3 / Math.sqrt(2 * Math.PI);
    }

    private PtNDArray array(float[] values, long... shape) {
        return (PtNDArray) manager.create(values, new Shape(shape));
    }

    private float[] numbers(int count) {
        var values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float) random.nextGaussian() / 4;
        return values;
    }
}
