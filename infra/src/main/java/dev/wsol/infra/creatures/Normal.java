package dev.wsol.infra.creatures;

/** The standard normal distribution as a table: drawing from it is one look-up instead of a logarithm and a root. */
final class Normal {
    /** The middles of 4096 equally likely slices. A power of two, so that bits can be an index. */
    static final float[] QUANTILES = quantiles(4096);

    private Normal() {}

    /** Walks along the density in small steps and notes where each slice is half full. */
    private static float[] quantiles(int count) {
        var table = new float[count];
        double step = 1e-4;
        double sum = 0;
        int next = 0;
        for (double x = -5; next < count && x < 5; x += step) {
            sum += step * StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * Math.PI);
            while (next < count && sum >= (next + .5) / count) table[next++] = (float) x;
        }
        return table;
    }
}
