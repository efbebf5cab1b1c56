package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;

/**
 * The contour around the largest area, at every level in one pass (spec sections 5 and 11). With holes filled, regions
 * are the outermost contours; pixels join from the brightest down. Of equal areas the contour whose first pixel comes
 * last in raster order wins, as in the reference's listing order.
 */
final class LargestContour implements BoxSearch {
    private final Ends ends;
    private final Relief relief = new Relief();
    private final Regions regions = new Regions();

    LargestContour(Ends ends) {
        this.ends = ends;
    }

    @Override
    public void search(ScoreImage image, Found found) {
        relief.ofFilled(image);
        int peak = relief.peak();
        if (peak == 0) {
            ends.nothing(found);
            return;
        }
        regions.start(relief.cells());
        long box = 0;
        int since = peak - 1;
        for (int value = peak; value > 0; value--) {
            if (relief.end(value) == relief.begin(value)) continue;
            regions.fall(relief, value);
            regions.settled();
            long now = regions.box(regions.largest());
            if (now == box) continue;
            if (value < peak) report(image, found, box, value, since);
            box = now;
            since = value - 1;
        }
        report(image, found, box, 0, since);
    }

    /** Rows and columns of regions count from 1. */
    private void report(ScoreImage image, Found found, long box, int low, int high) {
        int x1 = ends.after(Spans.right(box) - 1, image.width());
        int y1 = ends.after(Spans.bottom(box) - 1, image.height());
        found.box(Spans.left(box) - 1, Spans.top(box) - 1, x1, y1, low, high);
    }
}
