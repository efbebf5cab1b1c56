package dev.wsol.vision.map;

import java.util.Arrays;

/** The list of map thresholds a metric tries, and the integer level each becomes for an image (spec section 4). */
public final class Thresholds {
    private static final int MOST = 100_000;

    private final double[] values;

    private Thresholds(double[] values) {
        this.values = values;
    }

    /**
     * {@code i * step} for i below {@code ceil(1 / step)}; 1.0 itself is never included.
     *
     * @throws MapException if step is not in (0, 1] or would give more than 100,000 thresholds
     */
    public static Thresholds every(double step) {
        if (!(step > 0 && step <= 1) || Math.ceil(1 / step) > MOST)
            throw new MapException("threshold step " + step + ": must lie in " + 1.0 / MOST + "..1");
        var values = new double[(int) Math.ceil(1 / step)];
        Arrays.setAll(values, i -> i * step); // by multiplication: repeated addition gives other doubles
        return new Thresholds(values);
    }

    /** A list of one. */
    public static Thresholds fixed(double threshold) {
        if (!(threshold >= 0 && threshold < 1))
            throw new MapException("fixed threshold " + threshold + ": must lie in 0..1, 1 excluded");
        return new Thresholds(new double[] {threshold});
    }

    public int size() {
        return values.length;
    }

    public double value(int i) {
        return values[i];
    }

    /** Foreground is every pixel strictly above this level; {@code peak} is the image's largest value, 0..255. */
    public int level(int i, int peak) {
        return (int) (values[i] * peak);
    }

    public double[] values() {
        return values.clone();
    }
}
