package dev.wsol.evaluator.metric;

import java.util.Arrays;

/**
 * How many images were hit at each map threshold. Two tallies add, so order and batching cannot change an answer.
 *
 * @param images all images, hit or not
 * @param hits images hit, by threshold index
 */
public record BoxTally(int images, int[] hits) {
    /** A threshold of the list and the accuracy there, in percent. */
    public record Choice(int index, double percent) {}

    public BoxTally {
        hits = hits.clone();
        for (int h : hits) if (h < 0 || h > images) throw new MetricException(h + " hits among " + images + " images");
    }

    public BoxTally plus(BoxTally other) {
        if (hits.length != other.hits.length)
            throw new MetricException(
                    "tallies over " + hits.length + " and " + other.hits.length + " thresholds do not add");
        var sum = new int[hits.length];
        Arrays.setAll(sum, i -> hits[i] + other.hits[i]);
        return new BoxTally(images + other.images, sum);
    }

    /** Accuracy in percent at one threshold. @throws MetricException if there are no images */
    public double percent(int index) {
        if (images == 0) throw new MetricException("no images were scored, so there is no accuracy");
        return hits[index] * 100.0 / images;
    }

    /** The threshold with most hits; the first of equals. */
    public Choice best() {
        int best = 0;
        for (int i = 1; i < hits.length; i++) if (hits[i] > hits[best]) best = i;
        return new Choice(best, percent(best));
    }

    @Override
    public int[] hits() {
        return hits.clone();
    }

    public int thresholds() {
        return hits.length;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof BoxTally t && images == t.images && Arrays.equals(hits, t.hits);
    }

    @Override
    public int hashCode() {
        return 31 * images + Arrays.hashCode(hits);
    }

    @Override
    public String toString() {
        return "BoxTally[" + images + " images, hits " + Arrays.toString(hits) + "]";
    }
}
