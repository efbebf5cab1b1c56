package dev.wsol.evaluator.job;

import dev.wsol.evaluator.metric.FixedBox;
import dev.wsol.evaluator.metric.PixelBox;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What can be had without looking at a single pixel: every table of scores stands beside it. */
final class Baselines {
    /** Width and height fractions tried: 1/20, 2/20, ... 1. */
    private static final int STEPS = 20;

    private Baselines() {}

    /**
     * Percent by name, {@code centredBox<IoU>} and {@code wholeFrame<IoU>}.
     *
     * @param truth boxes of each image on a score map of side x side
     */
    static Map<String, Double> of(List<List<PixelBox>> truth, int side, List<Integer> ious) {
        var out = new TreeMap<String, Double>();
        for (int iou : ious) {
            out.put(
                    "centredBox" + iou,
                    FixedBox.bestCentred(truth, side, side, iou, STEPS).percent());
            out.put(
                    "wholeFrame" + iou,
                    FixedBox.wholeFrame(truth, side, side, iou).percent());
        }
        return out;
    }
}
