package dev.wsol.vision.map;

/**
 * A map of scores in double precision, row-major. The array is shared, not copied.
 *
 * @param values {@code height * width} scores; raw class scores before {@link #normalise}, 0..1 after
 */
public record ScoreMap(int height, int width, double[] values) {
    public ScoreMap {
        ScoreImage.check("score map", height, width);
        if (values.length != height * width)
            throw new MapException(
                    "a score map of " + height + "x" + width + " cannot hold " + values.length + " values");
    }

    /**
     * Subtracts the minimum and divides by the range, in place. A map without a usable range (constant, NaN or infinite
     * somewhere) becomes all zero.
     *
     * @return false if the map was set to zero for that reason
     */
    public boolean normalise() {
        return normalise(values);
    }

    static boolean normalise(double[] v) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double x : v) {
            min = Math.min(min, x); // NaN is passed on by both
            max = Math.max(max, x);
        }
        double range = max - min;
        boolean usable = range > 0 && range < Double.POSITIVE_INFINITY;
        for (int i = 0; i < v.length; i++) v[i] = usable ? (v[i] - min) / range : 0;
        return usable;
    }

    /** @throws MapException if a value is NaN or outside 0..1; the message names the first such pixel */
    public ScoreMap checked(String name) {
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= 0 && values[i] <= 1))
                throw new MapException(name + ": value " + values[i] + " at row " + i / width + ", column " + i % width
                        + " is not in 0..1; normalise the map first");
        }
        return this;
    }

    /** {@code trunc(255 s)} of every value; values must lie in 0..1, see {@link #checked}. */
    public ScoreImage quantise() {
        var image = ScoreImage.blank(height, width);
        quantise(values, image.pixels());
        return image;
    }

    /** Truncation, not rounding: only 1.0 gives 255 (spec section 3). */
    static void quantise(double[] scores, byte[] out) {
        for (int i = 0; i < scores.length; i++) out[i] = (byte) (int) (255 * scores[i]);
    }
}
