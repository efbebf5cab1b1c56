package dev.wsol.evaluator.metric;

import java.util.Arrays;

/**
 * Map scores of all pixels of a set of images, as two histograms (spec section 7, PxAP). Two tallies add, so order and
 * batching cannot change an answer.
 *
 * @param images images counted
 * @param foreground pixels of objects, by bin: bin i begins at threshold i, then come 1..2 and 2..3, which stays empty
 * @param background pixels of no object, by bin
 */
public record PixelTally(int images, long[] foreground, long[] background) {
    public PixelTally {
        if (foreground.length != background.length || foreground.length < 2)
            throw new MetricException("histograms of " + foreground.length + " and " + background.length
                    + " bins do not belong together");
        foreground = foreground.clone();
        background = background.clone();
    }

    /** Nothing counted yet, over a list of this many thresholds. */
    public static PixelTally none(int thresholds) {
        return new PixelTally(0, new long[thresholds + 2], new long[thresholds + 2]);
    }

    public PixelTally plus(PixelTally other) {
        if (foreground.length != other.foreground.length)
            throw new MetricException("histograms of " + foreground.length + " and " + other.foreground.length
                    + " bins do not add: the threshold lists differ");
        return new PixelTally(
                images + other.images, sum(foreground, other.foreground), sum(background, other.background));
    }

    private static long[] sum(long[] a, long[] b) {
        var sum = new long[a.length];
        Arrays.setAll(sum, i -> a[i] + b[i]);
        return sum;
    }

    /**
     * Area under precision over recall, in percent; thresholds without any pixel above them say nothing.
     *
     * @throws MetricException if there is no foreground pixel: recall has no meaning then
     */
    public double averagePrecision() {
        long all = Arrays.stream(foreground).sum();
        if (all == 0)
            throw new MetricException("no foreground pixel in any mask, so there is no pixel average precision");
        long right = 0;
        long wrong = 0;
        double before = 0;
        double area = 0;
        for (int i = foreground.length - 1; i >= 0; i--) {
            right += foreground[i];
            wrong += background[i];
            if (right + wrong == 0) continue;
            double recall = right / (double) all;
            area += right / (double) (right + wrong) * (recall - before);
            before = recall;
        }
        return area * 100;
    }

    /** Pixels of objects, and all pixels that count, with a score in bin {@code i} or above. */
    public long[][] atLeast() {
        var right = foreground.clone();
        var found = sum(foreground, background);
        for (int i = right.length - 2; i >= 0; i--) {
            right[i] += right[i + 1];
            found[i] += found[i + 1];
        }
        return new long[][] {right, found};
    }

    @Override
    public long[] foreground() {
        return foreground.clone();
    }

    @Override
    public long[] background() {
        return background.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PixelTally t
                && images == t.images
                && Arrays.equals(foreground, t.foreground)
                && Arrays.equals(background, t.background);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(foreground) + Arrays.hashCode(background);
    }

    @Override
    public String toString() {
        return "PixelTally[" + images + " images, " + Arrays.stream(foreground).sum() + " foreground, "
                + Arrays.stream(background).sum() + " background pixels]";
    }
}
