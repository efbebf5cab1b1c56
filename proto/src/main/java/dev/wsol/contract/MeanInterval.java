package dev.wsol.contract;

import java.util.Collection;

/**
 * Mean of repeated measurements and the 95 % confidence interval of that mean (Student's t, two-sided).
 *
 * @param n measurements, at least 2
 * @param half half the width of the interval
 */
public record MeanInterval(int n, double mean, double half) {
    /** 97.5 % points of Student's t for 1 to 12 degrees of freedom. */
    private static final double[] T = {
        12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139, 2.200985,
        2.178813
    };

    /** 97.5 % point of the normal distribution. */
    private static final double Z = 1.959963985;

    /** @throws IllegalArgumentException if there are fewer than two values: one says nothing of its spread */
    public static MeanInterval of(Collection<Double> values) {
        int n = values.size();
        if (n < 2) throw new IllegalArgumentException("an interval needs two values, not " + n);
        double mean = values.stream().mapToDouble(d -> d).sum() / n;
        double squares =
                values.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum();
        return new MeanInterval(n, mean, t(n - 1) * Math.sqrt(squares / (n - 1) / n));
    }

    public double low() {
        return mean - half;
    }

    public double high() {
        return mean + half;
    }

    /** Beyond the table the expansion around the normal distribution (Abramowitz and Stegun 26.7.5), good to 1e-5. */
    static double t(int degrees) {
        if (degrees <= T.length) return T[degrees - 1];
        double z3 = Z * Z * Z;
        double z5 = z3 * Z * Z;
        double z7 = z5 * Z * Z;
        double n = degrees;
        return Z
                + (z3 + Z) / (4 * n)
                + (5 * z5 + 16 * z3 + 3 * Z) / (96 * n * n)
                + (3 * z7 + 19 * z5 + 17 * z3 - 15 * Z) / (384 * n * n * n)
                + (79 * z7 * Z * Z + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * Z) / (92160 * n * n * n * n);
    }
}
