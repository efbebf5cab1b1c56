package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;

/**
 * The contour around the largest area, at every level in one pass (spec sections 5 and 11). With holes filled, regions
 * are the outermost contours; pixels join from the brightest down. Of equal areas the contour whose first pixel comes
 * last in raster order wins, as in the reference's listing order.
 */
final class LargestContour implements BoxSearch {
    private final Ends ends;
    private final Flood flood = new Flood();
    private final Regions regions = Regions.foreground();

    LargestContour(Ends ends) {
        this.ends = ends;
    }

    @Override
    public void search(ScoreImage image, Found found) {
        flood.run(image);
        int peak = flood.peak();
        if (peak == 0) {
            ends.nothing(found);
            return;
        }
        regions.start(flood.cells());
        int x0 = -1, y0 = -1, x1 = -1, y1 = -1; // last pixels inside; nothing yet
        int since = peak - 1;
        for (int value = peak; value > 0; value--) {
            int from = flood.end(value - 1);
            if (flood.end(value) == from) continue;
            for (int i = flood.end(value) - 1; i >= from; i--) regions.add(flood.pixel(i));
            int r = largest();
            if (x0 == regions.left(r) && x1 == regions.right(r) && y0 == regions.top(r) && y1 == regions.bottom(r))
                continue;
            if (value < peak) report(image, found, x0, y0, x1, y1, value, since);
            x0 = regions.left(r);
            x1 = regions.right(r);
            y0 = regions.top(r);
            y1 = regions.bottom(r);
            since = value - 1;
        }
        report(image, found, x0, y0, x1, y1, 0, since);
    }

    private void report(ScoreImage image, Found found, int x0, int y0, int x1, int y1, int low, int high) {
        found.box(x0, y0, ends.after(x1, image.width()), ends.after(y1, image.height()), low, high);
    }

    /** The winner among the regions of now; forgets those that were joined into others. */
    private int largest() {
        int best = -1;
        int kept = 0;
        for (int i = 0; i < regions.count(); i++) {
            int r = regions.root(i);
            if (!regions.isRoot(r)) continue;
            regions.keep(i, kept++);
            if (best < 0 || beats(r, best)) best = r;
        }
        regions.keepOnly(kept);
        regions.settled();
        return best;
    }

    private boolean beats(int a, int b) {
        int more = Integer.compare(regions.area2(a), regions.area2(b));
        return more > 0 || more == 0 && regions.first(a) > regions.first(b);
    }
}
