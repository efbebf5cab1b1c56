package dev.wsol.evaluator.metric;

import dev.wsol.evaluator.metric.BoxSearch.Contours;
import dev.wsol.evaluator.metric.BoxSearch.Ends;
import dev.wsol.vision.map.Thresholds;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is asked of every image.
 *
 * @param thresholds map thresholds to try
 * @param contours which contours count
 * @param ends where boxes end
 * @param ious IoU percents that make a box right, such as 30, 50, 70
 * @param ranks how many predicted classes have their own maps looked at: 0 leaves the figures that need the true
 *     class's map only, 1 adds {@link Figure#PREDICTED_TOP1}, 5 {@link Figure#PREDICTED_TOP5} too
 * @param strictLoc Top-1/Top-5 localization wants an IoU above the percent, not equal to it (TS-CAM)
 */
public record Grid(
        Thresholds thresholds, Contours contours, Ends ends, List<Integer> ious, int ranks, boolean strictLoc) {
    public Grid {
        ious = List.copyOf(ious);
        if (ious.isEmpty() || new HashSet<>(ious).size() < ious.size())
            throw new MetricException("IoU list " + ious + ": give each percent once, at least one");
        for (int t : ious)
            if (t < 1 || t > 100) throw new MetricException("IoU list " + ious + ": percents must lie in 1..100");
        if (ranks != 0 && ranks != 1 && ranks != 5)
            throw new MetricException("ranks " + ranks + ": 0, 1 or 5 predicted classes can be looked at");
    }

    /** The figures that such a grid counts. */
    Set<Figure> figures() {
        var figures = EnumSet.of(Figure.GT_KNOWN, Figure.TOP1_LOC, Figure.TOP5_LOC);
        if (ranks >= 1) figures.add(Figure.PREDICTED_TOP1);
        if (ranks >= 5) figures.add(Figure.PREDICTED_TOP5);
        return figures;
    }

    /** SCM's and the evaluation papers' rules at this threshold list. */
    public static Grid standard(Thresholds thresholds, Contours contours) {
        return new Grid(thresholds, contours, Ends.CLIPPED, List.of(30, 50, 70), 5, false);
    }

    /** TS-CAM's rules at its one threshold: largest contour, unclipped boxes, IoU 50, strict for Top-k (spec 8.3). */
    public static Grid tsCam(double threshold) {
        return new Grid(Thresholds.fixed(threshold), Contours.LARGEST, Ends.OPEN, List.of(50), 5, true);
    }
}
