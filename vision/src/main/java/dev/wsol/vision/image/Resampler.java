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
        return new Pixels(width, height, resized(in, kernel(in.width(), width), kernel(in.height(), height)));
    }

    /**
     * Row by row: a row of the input is made narrower when it is first needed and kept for as long as output rows ask for
     * it, so the rows at hand stay in the cache. They are ints, because the compiler makes vector code of sums of ints and
     * not of bytes. An equal length is no special case: its weights are 1 and 0.
     */
    private static byte[] resized(Pixels in, Kernel columns, Kernel rows) {
        int width = columns.first.length;
        int height = rows.first.length;
        int stride = Math.multiplyExact(width, 3);
        var to = new byte[Math.multiplyExact(stride, height)];
        var sums = new int[stride];
        var kept = new int[rows.taps][stride];
        int known = 0;
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            int row = rows.first[y];
            known = Math.max(known, row);
            for (int w = y * rows.taps; w < (y + 1) * rows.taps; w++, row++) {
                int[] narrow = kept[row % kept.length];
                if (row == known) horizontal(in, known++, columns, narrow);
                if (rows.weights[w] != 0) addRow(sums, narrow, rows.weights[w]);
            }
            int out = y * stride;
            for (int x = 0; x < stride; x++) to[out + x] = (byte) (sums[x] >> FRACTION_BITS);
        }
        return to;
    }

    private static void horizontal(Pixels in, int y, Kernel kernel, int[] to) {
        int[] first = kernel.first;
        int[] weights = kernel.weights;
        int taps = kernel.taps;
        byte[] from = in.rgb();
        int row = y * in.width() * 3;
        for (int x = 0, out = 0; x < first.length; x++, out += 3) {
            int p = row + first[x] * 3;
            if (taps == 4) {
                four(from, p, weights, x * taps, to, out);
                continue;
            }
            int r = HALF, g = HALF, b = HALF;
            for (int w = x * taps; w < (x + 1) * taps; w++, p += 3) {
                int weight = weights[w];
                r += (from[p] & 0xff) * weight;
                g += (from[p + 1] & 0xff) * weight;
                b += (from[p + 2] & 0xff) * weight;
            }
            to[out] = r >> FRACTION_BITS;
            to[out + 1] = g >> FRACTION_BITS;
            to[out + 2] = b >> FRACTION_BITS;
        }
    }

    /** The sums of four taps, the usual number for photographs, written out: their bounds are checked once, and nothing is guessed. */
    private static void four(byte[] from, int p, int[] weights, int w, int[] to, int out) {
        int a = weights[w];
        int b = weights[w + 1];
        int c = weights[w + 2];
        int d = weights[w + 3];
        for (int i = 0; i < 3; i++) {
            int sum = HALF
                    + (from[p + i] & 0xff) * a
                    + (from[p + i + 3] & 0xff) * b
                    + (from[p + i + 6] & 0xff) * c
                    + (from[p + i + 9] & 0xff) * d;
            to[out + i] = sum >> FRACTION_BITS;
        }
    }

    private static void addRow(int[] sums, int[] row, int weight) {
        for (int x = 0; x < sums.length; x++) sums[x] += row[x] * weight;
    }

    private static Kernel kernel(int in, int out) {
        if (KERNELS.size() > MOST_KERNELS) KERNELS.clear(); // pictures of many sizes must not fill the heap
        return KERNELS.computeIfAbsent((long) in << 32 | out, k -> Kernel.bilinear(in, out));
    }

    /**
     * Per output index: the first of as many input indices as there are taps, and their weights one index after the other.
     * All have the same number; what an index does not need weighs 0.
     * Weights are not negative and add up to 1 but for their rounding, so no sum of bytes leaves 0..255.
     */
    private record Kernel(int[] first, int taps, int[] weights) {

        static Kernel bilinear(int in, int out) {
            double ratio = (double) in / out;
            double reach = Math.max(ratio, 1);
            var exact = new double[out][];
            var first = new int[out];
            int taps = 1;
            for (int i = 0; i < out; i++) {
                double centre = (i + 0.5) * ratio;
                first[i] = Math.max((int) (centre - reach + 0.5), 0);
                int end = Math.min((int) (centre + reach + 0.5), in);
                exact[i] = triangle(first[i], end, centre, reach);
                taps = Math.max(taps, exact[i].length);
            }
            var weights = new int[Math.multiplyExact(out, taps)];
            for (int i = 0; i < out; i++) {
                int shift = Math.max(0, first[i] + taps - in); // the taps stay inside the input
                first[i] -= shift;
                for (int j = 0; j < exact[i].length; j++)
                    weights[i * taps + shift + j] = (int) (exact[i][j] * (1 << FRACTION_BITS) + 0.5);
            }
            return new Kernel(first, taps, weights);
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
