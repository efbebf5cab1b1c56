package dev.wsol.evaluator.metric;

import java.util.List;

/**
 * A box in whole map pixels; both corners count as inside it (spec section 6).
 *
 * @param x0 left column
 * @param y0 top row
 * @param x1 right column, at least x0
 * @param y1 bottom row, at least y0
 */
public record PixelBox(int x0, int y0, int x1, int y1) {
    /** What stands for a prediction where nothing lies above the threshold. */
    public static final PixelBox NONE = new PixelBox(0, 0, 0, 0);

    public PixelBox {
        if (x0 < 0 || y0 < 0 || x1 < x0 || y1 < y0)
            throw new MetricException("box (" + x0 + ", " + y0 + ", " + x1 + ", " + y1
                    + "): corners must not be negative and x1 >= x0, y1 >= y0");
    }

    public long area() {
        return (x1 - x0 + 1L) * (y1 - y0 + 1L);
    }

    /** Pixels in both boxes. */
    public long overlap(PixelBox other) {
        return overlap(x0, y0, x1, y1, other);
    }

    /** Intersection over union, 0..1. */
    public double iou(PixelBox other) {
        return iou(x0, y0, x1, y1, other);
    }

    /** Best IoU with any of the boxes; 0 if there are none. */
    public double bestIou(List<PixelBox> truth) {
        double best = 0;
        for (var t : truth) best = Math.max(best, iou(t));
        return best;
    }

    /** The same without making a box: predicted boxes come by the thousand. */
    static double iou(int x0, int y0, int x1, int y1, PixelBox other) {
        long shared = overlap(x0, y0, x1, y1, other);
        long area = (x1 - x0 + 1L) * (y1 - y0 + 1L);
        return shared / (double) (area + other.area() - shared);
    }

    private static long overlap(int x0, int y0, int x1, int y1, PixelBox other) {
        long w = Math.min(x1, other.x1) - Math.max(x0, other.x0) + 1L;
        long h = Math.min(y1, other.y1) - Math.max(y0, other.y0) + 1L;
        return w > 0 && h > 0 ? w * h : 0;
    }
}
