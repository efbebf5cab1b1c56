package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreMap;
import dev.wsol.vision.map.Thresholds;

/** Counts the pixels of score maps by score, apart for foreground and background. Belongs to one thread. */
public final class PixelScorer {
    /** Label of a pixel of some object, of none, and of one that does not count. */
    public static final byte OBJECT = 1;

    public static final byte BACKGROUND = 0;
    public static final byte IGNORED = (byte) 255;

    private final double[] edges;
    private final long[] foreground;
    private final long[] background;
    private int images;

    public PixelScorer(Thresholds thresholds) {
        this.edges = thresholds.values();
        this.foreground = new long[edges.length + 2];
        this.background = new long[edges.length + 2];
    }

    /**
     * Counts one image. Scores are not quantised: they are compared as doubles (spec section 7).
     *
     * @param map scores in 0..1
     * @param labels row-major, of the map's size: {@link #OBJECT}, {@link #BACKGROUND} or {@link #IGNORED}
     * @throws MetricException if the sizes differ or a score is not in 0..1; nothing is counted then
     */
    public void score(ScoreMap map, byte[] labels) {
        double[] scores = map.values();
        if (labels.length != scores.length)
            throw new MetricException(labels.length + " labels for a map of " + scores.length + " pixels");
        for (double s : scores) if (!(s >= 0 && s <= 1)) throw new MetricException("score " + s + " is not in 0..1");
        for (int i = 0; i < scores.length; i++) {
            if (labels[i] == OBJECT) foreground[bin(scores[i])]++;
            else if (labels[i] == BACKGROUND) background[bin(scores[i])]++;
        }
        images++;
    }

    /** The last bin that begins at or below the score. */
    private int bin(double score) {
        if (score >= 1) return edges.length;
        int i = Math.min((int) (score * edges.length), edges.length - 1); // a guess: rounding may be off by one
        while (i > 0 && edges[i] > score) i--;
        while (i + 1 < edges.length && edges[i + 1] <= score) i++;
        return i;
    }

    /** The counts so far. */
    public PixelTally tally() {
        return new PixelTally(images, foreground, background);
    }
}
