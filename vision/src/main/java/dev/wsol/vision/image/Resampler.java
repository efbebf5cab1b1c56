package dev.wsol.vision.image;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Bilinear resampling with antialias on 8-bit data, bit-equal to Pillow: two passes, horizontal first, each rounding
 * to bytes, weights quantised to 22 fraction bits. Source: spec section 7.
 */
final class Resampler {
    private static final int FRACTION_BITS = 22;
    private static final int HALF = 1 << (FRACTION_BITS - 1);
    private static final int MOST_KERNELS = 2048;

    private static final ConcurrentMap<Long, Kernel> KERNELS = new ConcurrentHashMap<>();

    private Resampler() {}

    static Pixels resize(Pixels in, int width, int height) {
        if (width <= 0 || height <= 0) throw new IllegalArgumentException("cannot resize to " + width + "x" + height);
        byte[] rows = in.width() == width ? in.rgb() : horizontal(in, width);
        if (in.height() != height) rows = vertical(rows, width * 3, kernel(in.height(), height));
        return new Pixels(width, height, rows == in.rgb() ? rows.clone() : rows);
    }

    private static byte[] horizontal(Pixels in, int width) {
        Kernel kernel = kernel(in.width(), width);
        int[] first = kernel.first;
        int[] start = kernel.start;
        int[] weights = kernel.weights;
        byte[] from = in.rgb();
        var to = new byte[Math.multiplyExact(width * 3, in.height())];
        for (int y = 0, out = 0; y < in.height(); y++) {
            int row = y * in.width() * 3;
            for (int x = 0; x < width; x++, out += 3) {
                int r = HALF, g = HALF, b = HALF;
                int p = row + first[x] * 3;
                for (int w = start[x]; w < start[x + 1]; w++, p += 3) {
                    int weight = weights[w];
                    r += (from[p] & 0xff) * weight;
                    g += (from[p + 1] & 0xff) * weight;
                    b += (from[p + 2] & 0xff) * weight;
                }
                to[out] = clamp(r);
                to[out + 1] = clamp(g);
                to[out + 2] = clamp(b);
            }
        }
        return to;
    }

    /** Adds whole rows, so that the inner loop runs along memory. */
    private static byte[] vertical(byte[] from, int stride, Kernel kernel) {
        int height = kernel.first.length;
        var to = new byte[Math.multiplyExact(stride, height)];
        var sums = new int[stride];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            int row = kernel.first[y] * stride;
            for (int w = kernel.start[y]; w < kernel.start[y + 1]; w++, row += stride)
                addRow(sums, from, row, kernel.weights[w]);
            int out = y * stride;
            for (int x = 0; x < stride; x++) to[out + x] = clamp(sums[x]);
        }
        return to;
    }

    private static void addRow(int[] sums, byte[] from, int row, int weight) {
        for (int x = 0; x < sums.length; x++) sums[x] += (from[row + x] & 0xff) * weight;
    }

    private static byte clamp(int sum) {
        int v = sum >> FRACTION_BITS;
        return (byte) (v < 0 ? 0 : Math.min(v, 255));
    }

    private static Kernel kernel(int in, int out) {
        if (KERNELS.size() > MOST_KERNELS) KERNELS.clear(); // pictures of many sizes must not fill the heap
        return KERNELS.computeIfAbsent((long) in << 32 | out, k -> Kernel.bilinear(in, out));
    }

    /** Per output index: the first input index, and weights[start[i] .. start[i+1]). */
    private record Kernel(int[] first, int[] start, int[] weights) {

        static Kernel bilinear(int in, int out) {
            double ratio = (double) in / out;
            double reach = Math.max(ratio, 1);
            var first = new int[out];
            var start = new int[out + 1];
            var weights = new int[Math.multiplyExact(out, (int) Math.ceil(reach) * 2 + 1)];
            for (int i = 0; i < out; i++) {
                double centre = (i + 0.5) * ratio;
                first[i] = Math.max((int) (centre - reach + 0.5), 0);
                int end = Math.min((int) (centre + reach + 0.5), in);
                double[] exact = triangle(first[i], end, centre, reach);
                start[i + 1] = start[i] + exact.length;
                for (int j = 0; j < exact.length; j++)
                    weights[start[i] + j] = (int) (exact[j] * (1 << FRACTION_BITS) + 0.5);
            }
            return new Kernel(first, start, Arrays.copyOf(weights, start[out]));
        }

        private static double[] triangle(int first, int end, double centre, double reach) {
            var weights = new double[end - first];
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
                weights[j] = Math.max(0, 1 - Math.abs((first + j - centre + 0.5) / reach));
                sum += weights[j];
            }
            for (int j = 0; j < weights.length; j++) weights[j] /= sum;
            return weights;
        }
    }
}
