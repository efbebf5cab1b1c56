package dev.wsol.evaluator.job;

import dev.wsol.evaluator.metric.BoxScaling;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.dataset.Box;
import dev.wsol.vision.image.Size;
import java.util.List;

/** Boxes as a data set lists them, brought to a score map by a protocol's rule (spec section 2). */
public final class GroundTruth {
    private GroundTruth() {}

    /**
     * @param image size of the file the boxes were drawn on
     * @param side of the square score map
     */
    public static List<PixelBox> on(List<Box> boxes, BoxScaling rule, Size image, int side) {
        var frame = new BoxScaling.Frame(image.width(), image.height(), side, side);
        return boxes.stream().map(box -> scaled(box, rule, frame)).toList();
    }

    private static PixelBox scaled(Box box, BoxScaling rule, BoxScaling.Frame frame) {
        if (box instanceof Box.Sized b) return sized(b, rule, frame);
        // Whole numbers first is CUB's own rule for x, y, width, height; corners are only divided and clipped.
        var corners = rule == BoxScaling.DIVIDE_FIRST_WHOLE ? BoxScaling.DIVIDE_FIRST : rule;
        return corners.corners(box.x0(), box.y0(), box.x1(), box.y1(), frame);
    }

    /**
     * The 2020 evaluation does not read x, y, width, height: its metadata hold corners made from them, in whole numbers
     * and clipped to the last pixel (spec section 1.4). Both ways to the same image must give the same box.
     */
    private static PixelBox sized(Box.Sized b, BoxScaling rule, BoxScaling.Frame frame) {
        if (rule != BoxScaling.MULTIPLY_FIRST) return rule.extent(b.x(), b.y(), b.width(), b.height(), frame);
        double x1 = Math.min((int) b.x1(), frame.imageWidth() - 1);
        double y1 = Math.min((int) b.y1(), frame.imageHeight() - 1);
        return rule.corners((int) b.x0(), (int) b.y0(), x1, y1, frame);
    }
}
