package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;

/**
 * Finds the boxes of a score image at every level at once. Foreground at level t is every pixel above t, 8-connected;
 * levels run from 0 to one below the image's peak. A searcher keeps its buffers and belongs to one thread.
 */
public sealed interface BoxSearch permits LargestContour, AllContours {
    /** Takes what is found: the box is there at the levels {@code low} to {@code high}, both included. */
    interface Found {
        void box(int x0, int y0, int x1, int y1, int low, int high);
    }

    /** Which contours of a level count. */
    enum Contours {
        /** Only the one around the largest area: the metric of 2020 and of SCM. */
        LARGEST,
        /** All of them, holes and islands in holes included: version 2 of the metric. */
        ALL
    }

    /** Where a box ends. */
    enum Ends {
        /** One past the last pixel, but inside the map; nothing found is (0, 0, 0, 0). */
        CLIPPED,
        /** One past the last pixel everywhere; nothing found is (0, 0, 1, 1). TS-CAM's rule. */
        OPEN;

        /** The end of a box whose last pixel is {@code last}, on a side of this length. */
        int after(int last, int side) {
            return this == OPEN ? last + 1 : Math.min(last + 1, side - 1);
        }

        /** What is reported of an image of zeros, which has no contour at its only level. */
        void nothing(Found found) {
            int end = this == OPEN ? 1 : 0;
            found.box(0, 0, end, end, 0, 0);
        }
    }

    static BoxSearch of(Contours contours, Ends ends) {
        return switch (contours) {
            case LARGEST -> new LargestContour(ends);
            case ALL -> new AllContours(ends);
        };
    }

    /** Reports every box of the image with the levels it lives at; the order of reports means nothing. */
    void search(ScoreImage image, Found found);

    /** Levels of an image with this peak; a map of zeros still has level 0. */
    static int levels(int peak) {
        return Math.max(peak, 1);
    }
}
