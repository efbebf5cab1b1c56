package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;
import java.util.Arrays;
import java.util.List;

/**
 * How well the boxes of one score image fit the ground truth, level by level: at each level the best IoU over all
 * predicted and all true boxes, and the predicted box that reaches it. Reusable; belongs to one thread.
 */
public final class LevelFit implements BoxSearch.Found {
    private final double[] iou = new double[256];
    private final int[] x0 = new int[256];
    private final int[] y0 = new int[256];
    private final int[] x1 = new int[256];
    private final int[] y1 = new int[256];
    private List<PixelBox> truth = List.of();
    private int peak;

    /** Measures an image; what was measured before is forgotten. */
    public void measure(BoxSearch search, ScoreImage image, List<PixelBox> truth) {
        this.truth = truth;
        this.peak = image.peak();
        Arrays.fill(iou, 0, levels(), -1);
        search.search(image, this);
    }

    @Override
    public void box(int left, int top, int right, int bottom, int low, int high) {
        double best = 0;
        for (int i = 0; i < truth.size(); i++)
            best = Math.max(best, PixelBox.iou(left, top, right, bottom, truth.get(i)));
        for (int level = low; level <= high; level++) {
            if (best <= iou[level]) continue;
            iou[level] = best;
            x0[level] = left;
            y0[level] = top;
            x1[level] = right;
            y1[level] = bottom;
        }
    }

    /** The image's largest value, which turns thresholds into levels. */
    public int peak() {
        return peak;
    }

    public int levels() {
        return BoxSearch.levels(peak);
    }

    public double iou(int level) {
        return iou[level];
    }

    public PixelBox box(int level) {
        return new PixelBox(x0[level], y0[level], x1[level], y1[level]);
    }
}
