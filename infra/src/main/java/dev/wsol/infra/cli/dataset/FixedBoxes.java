package dev.wsol.infra.cli.dataset;

import dev.wsol.evaluator.job.GroundTruth;
import dev.wsol.evaluator.metric.BoxScaling;
import dev.wsol.evaluator.metric.FixedBox;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.dataset.Sample;
import dev.wsol.vision.image.Size;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the same box everywhere scores, by the two published rules for ground truth. */
final class FixedBoxes {
    static final List<Integer> IOUS = List.of(30, 50, 70);
    private static final int SIDE = 224;
    /** Width and height fractions tried: 1/20, 2/20, ... 1. */
    private static final int STEPS = 20;

    private FixedBoxes() {}

    /** Percent by name, by rule; empty when no image has both boxes and a size. */
    static Map<String, Map<String, Double>> of(List<Sample> samples, Size[] sizes) {
        var out = new LinkedHashMap<String, Map<String, Double>>();
        for (var rule : Map.of("scm", BoxScaling.DIVIDE_FIRST_WHOLE, "wsol", BoxScaling.MULTIPLY_FIRST)
                .entrySet()) {
            var truth = truth(samples, sizes, rule.getValue());
            if (!truth.isEmpty()) out.put(rule.getKey(), percents(truth));
        }
        return out;
    }

    private static List<List<PixelBox>> truth(List<Sample> samples, Size[] sizes, BoxScaling rule) {
        var truth = new ArrayList<List<PixelBox>>();
        for (int i = 0; i < sizes.length; i++) {
            var sample = samples.get(i);
            boolean usable = sizes[i] != null && sample.boxProblem(sizes[i]).isEmpty();
            if (usable && !sample.boxes().isEmpty()) truth.add(GroundTruth.on(sample.boxes(), rule, sizes[i], SIDE));
        }
        return truth;
    }

    private static Map<String, Double> percents(List<List<PixelBox>> truth) {
        var percents = new LinkedHashMap<String, Double>();
        for (int iou : IOUS)
            percents.put(
                    "wholeFrame" + iou,
                    FixedBox.wholeFrame(truth, SIDE, SIDE, iou).percent());
        for (int iou : IOUS)
            percents.put(
                    "centredBox" + iou,
                    FixedBox.bestCentred(truth, SIDE, SIDE, iou, STEPS).percent());
        return percents;
    }
}
