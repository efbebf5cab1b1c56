package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;

/**
 * The contour around the largest area, at every level in one pass (spec sections 5 and 11). With holes filled, regions
 * are the outermost contours; pixels join from the brightest down. Of equal areas the contour whose first pixel comes
 * last in raster order wins, as in the reference's listing order.
 *
 * <p>Maps of networks are smooth: a few hills, which are joined as wholes. An image with more of them is grown pixel by
 * pixel.
 */
final class LargestContour implements BoxSearch {
    private static final int MOST_HILLS = 128;

    private final Ends ends;
    private final int mostHills;
    private final Relief relief = new Relief();
    private final Slopes slopes = new Slopes();
    private final Islands islands = new Islands();
    private final Regions regions = new Regions();

    LargestContour(Ends ends) {
        this(ends, MOST_HILLS);
    }

    /** @param mostHills images with more are grown pixel by pixel */
    LargestContour(Ends ends, int mostHills) {
        this.ends = ends;
        this.mostHills = mostHills;
    }

    @Override
    public void search(ScoreImage image, Found found) {
        relief.ofFilled(image);
        boolean flat = image.height() == 1 || image.width() == 1;
        boolean smooth = slopes.cut(relief.values(), relief.cells(), mostHills) && !flat;
        int peak = slopes.peak();
        if (peak == 0) {
            ends.nothing(found);
            return;
        }
        if (smooth) {
            islands.of(slopes);
        } else {
            relief.sort();
            regions.start(relief.cells());
        }
        long box = 0;
        int since = peak - 1;
        for (int value = peak; value > 0; value--) {
            long now = smooth ? island(value) : region(value);
            if (now == box) continue;
            if (value < peak) report(image, found, box, value, since);
            box = now;
            since = value - 1;
        }
        report(image, found, box, 0, since);
    }

    private long island(int value) {
        islands.fall(value);
        return islands.largest(value);
    }

    private long region(int value) {
        regions.fall(relief, value);
        regions.settled();
        return regions.box(regions.largest());
    }

    /** Rows and columns of regions and islands count from 1. */
    private void report(ScoreImage image, Found found, long box, int low, int high) {
        int x1 = ends.after(Spans.right(box) - 1, image.width());
        int y1 = ends.after(Spans.bottom(box) - 1, image.height());
        found.box(Spans.left(box) - 1, Spans.top(box) - 1, x1, y1, low, high);
    }
}
