package dev.wsol.infra.cli.predict;

import dev.wsol.evaluator.metric.BoxSearch;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.metric.Ranking;
import dev.wsol.vision.image.Size;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.Thresholds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a network says of one image.
 *
 * @param original size of the file
 * @param best classes by falling logit, five at most
 * @param category class whose map is boxed
 * @param found empty where nothing of the map is above the threshold
 */
record Localized(Size original, List<Guess> best, int category, Optional<Found> found) {
    private static final int TOP = 5;

    /** A class and its share of the softmax over all logits, 0..1. */
    record Guess(int category, double probability) {}

    /**
     * Where the object is.
     *
     * @param onMap box on the score map, both corners inside it, right and lower end one past the last pixel but on the
     *     map: the box that evaluations score
     * @param onImage the same region in pixels of the file; right and lower edge are not inside
     * @param peakX column of the map's largest value, in pixels of the file
     * @param peakY row
     */
    record Found(PixelBox onMap, PixelBox onImage, int peakX, int peakY) {}

    static Localized of(Size original, float[] logits, int category, ScoreImage map, double threshold) {
        int level = Thresholds.fixed(threshold).level(0, map.peak());
        var found = map.peak() == 0 ? Optional.<Found>empty() : Optional.of(found(original, map, level));
        return new Localized(original, best(logits), category, found);
    }

    private static Found found(Size original, ScoreImage map, int level) {
        var onMap = largest(map, BoxSearch.Ends.CLIPPED, level);
        var open = largest(map, BoxSearch.Ends.OPEN, level);
        double across = original.width() / (double) map.width();
        double down = original.height() / (double) map.height();
        var onImage = new PixelBox(
                (int) Math.round(open.x0() * across),
                (int) Math.round(open.y0() * down),
                (int) Math.round(open.x1() * across),
                (int) Math.round(open.y1() * down));
        int peak = peak(map);
        return new Found(
                onMap, onImage, (int) ((peak % map.width() + .5) * across), (int) ((peak / map.width() + .5) * down));
    }

    private static PixelBox largest(ScoreImage map, BoxSearch.Ends ends, int level) {
        var found = new PixelBox[1];
        BoxSearch.of(BoxSearch.Contours.LARGEST, ends).search(map, (x0, y0, x1, y1, low, high) -> {
            if (low <= level && level <= high) found[0] = new PixelBox(x0, y0, x1, y1);
        });
        return found[0];
    }

    private static int peak(ScoreImage map) {
        int best = 0;
        for (int i = 1; i < map.pixels().length; i++)
            if ((map.pixels()[i] & 0xff) > (map.pixels()[best] & 0xff)) best = i;
        return best;
    }

    private static List<Guess> best(float[] logits) {
        double largest = Float.NEGATIVE_INFINITY;
        for (float l : logits) largest = Math.max(largest, l);
        double sum = 0;
        for (float l : logits) sum += Math.exp(l - largest);
        double top = largest;
        double all = sum;
        return Arrays.stream(Ranking.top(logits, TOP))
                .mapToObj(c -> new Guess(c, Math.exp(logits[c] - top) / all))
                .toList();
    }
}
