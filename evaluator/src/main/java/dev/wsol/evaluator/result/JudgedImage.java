package dev.wsol.evaluator.result;

import dev.wsol.evaluator.metric.Outcome;
import dev.wsol.evaluator.metric.PixelBox;
import java.util.List;

/**
 * One scored image at the threshold that the protocol ends up with. Boxes are in pixels of the score map.
 *
 * @param index place in the lists of the split, rejected images counted
 * @param id as the lists name it
 * @param ranked classes by falling logit, five at most
 * @param boxed class whose map made the box
 * @param box the box; in multi-contour mode the one that fits best
 * @param truth ground truth, at least one
 * @param iou best IoU of the box with any of the truth, 0..1
 * @param gtKnownIou the same of the labelled class's map; equal to {@code iou} where that is the map boxed
 */
public record JudgedImage(
        int index,
        String id,
        int label,
        List<Integer> ranked,
        int boxed,
        PixelBox box,
        List<PixelBox> truth,
        double iou,
        double gtKnownIou,
        Outcome outcome) {
    public JudgedImage {
        ranked = List.copyOf(ranked);
        truth = List.copyOf(truth);
    }

    /** Class with the largest logit. */
    public int predicted() {
        return ranked.get(0);
    }

    public boolean classRight() {
        return predicted() == label;
    }
}
