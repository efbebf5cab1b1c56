package dev.wsol.vision.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The calibration layer's iteration as a polynomial. K Newton-Schulz steps from the constant start X_0 = alpha M^T give
 *
 * <pre>u = p(Z) alpha M c,   Z = alpha M^2,   p(z) = sum over j &lt; n of (1 - z)^j = (1 - (1 - z)^n) / z,   n = 2^K</pre>
 *
 * because P_0 = I - M X_0 squares in every step. For 16 iterations n is 65536, but on the range where Z has its eigenvalues a
 * Chebyshev series of a few hundred terms is p to nine digits; for 4 iterations degree 15 is exact. So u costs some hundred
 * applications of a five-point stencil instead of dense products.
 */
final class CalibrationFilter {
    /** Largest error of the series, relative to p(0) = n. */
    private static final double ERROR = 1e-9;

    private static final double LOWEST = 1 / 1024.0;

    /** Beyond 2 the published iteration diverges, and so does this. */
    private static final double HIGHEST = 2;

    /** Steps of the ladder per factor of two: finer wastes fewer terms, coarser keeps fewer series. */
    private static final int STEPS_PER_OCTAVE = 4;

    private CalibrationFilter() {}

    /** Ends of the ranges 0..top for which series are kept, ascending. */
    static double[] ladder() {
        int rungs = (int) Math.round(Math.log(HIGHEST / LOWEST) / Math.log(2) * STEPS_PER_OCTAVE) + 1;
        var tops = new double[rungs];
        Arrays.setAll(tops, i -> LOWEST * Math.pow(2, (double) i / STEPS_PER_OCTAVE));
        return tops;
    }

    /** For each rung the coefficients a_0.. of p in Chebyshev polynomials of 2 z / top - 1. */
    static List<double[]> series(int iterations) {
        if (iterations < 1 || iterations > 20)
            throw new IllegalArgumentException("calibration layers iterate 1 to 20 times, not " + iterations);
        var out = new ArrayList<double[]>();
        for (double top : ladder()) out.add(coefficients(1L << iterations, top));
        return out;
    }

    static double[] coefficients(long n, double top) {
        // Terms fall like exp(-k^2 / (n top)); the margin covers short series.
        int nodes = (int) Math.min(n, (long) (32 + Math.sqrt(n * top * Math.log(1 / ERROR)) * 1.3));
        var a = new double[nodes];
        for (int j = 0; j < nodes; j++) {
            double x = Math.cos(Math.PI * (j + 0.5) / nodes);
            double value = p(n, top * (1 + x) / 2) * 2 / nodes;
            double before = x;
            double now = 1;
            for (int k = 0; k < nodes; k++) {
                a[k] += value * now;
                double next = 2 * x * now - before;
                before = now;
                now = next;
            }
        }
        a[0] /= 2;
        return shortened(a, ERROR * n);
    }

    private static double[] shortened(double[] a, double error) {
        double tail = 0;
        int length = a.length;
        while (length > 2 && tail + Math.abs(a[length - 1]) < error) tail += Math.abs(a[--length]);
        return Arrays.copyOf(a, length);
    }

    /** p(z) for z in 0..2; n is even, so (1 - z)^n is exp(n log|1 - z|). */
    static double p(long n, double z) {
        return z == 0 ? n : -Math.expm1(n * Math.log(Math.abs(1 - z))) / z;
    }
}
