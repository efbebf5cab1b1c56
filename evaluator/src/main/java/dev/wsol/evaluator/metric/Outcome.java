package dev.wsol.evaluator.metric;

import java.util.List;

/** Why an image counts for Top-1 localization or not; the first that applies, in this order (spec section 8.3). */
public enum Outcome {
    /** Class right, and IoU above one half with some true box. */
    RIGHT,
    CLASS_WRONG,
    /** The box covers more than 0.3 of each of several true boxes. */
    SEVERAL_INSTANCES,
    /** More than half of the box lies in the true box that fits best: a part of the object. */
    PART,
    /** The box covers at least 0.7 of that true box: the object and more. */
    MORE,
    /** None of these. */
    OTHER;

    /**
     * Judges the box made from the map of the class predicted first.
     *
     * @throws MetricException if there is no true box
     */
    public static Outcome of(boolean classRight, PixelBox predicted, List<PixelBox> truth) {
        if (truth.isEmpty()) throw new MetricException("no ground-truth box");
        if (!classRight) return CLASS_WRONG;
        var nearest = nearest(predicted, truth);
        if (predicted.iou(nearest) > 0.5) return RIGHT;
        long covered = truth.stream()
                .filter(t -> predicted.overlap(t) / (double) t.area() > 0.3)
                .count();
        if (covered > 1) return SEVERAL_INSTANCES;
        long shared = predicted.overlap(nearest);
        if (shared / (double) predicted.area() > 0.5) return PART;
        if (shared / (double) nearest.area() >= 0.7) return MORE;
        return OTHER;
    }

    private static PixelBox nearest(PixelBox predicted, List<PixelBox> truth) {
        var best = truth.get(0);
        for (var t : truth) if (predicted.iou(t) > predicted.iou(best)) best = t;
        return best;
    }
}
