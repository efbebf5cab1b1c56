package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;

/**
 * How the pixels of an image are numbered: row by row, with a margin of at least one unused pixel around, so that
 * neighbours need no edge test, and rows of a power of two, so that row and column come without dividing. Raster order is
 * kept, and pixel 0 lies in the margin.
 */
record Cells(int height, int width, int shift) {
    static final Cells NONE = new Cells(0, 0, 0);

    static Cells of(ScoreImage image) {
        int shift = 32 - Integer.numberOfLeadingZeros(image.width() + 1);
        return new Cells(image.height(), image.width(), shift);
    }

    boolean fits(ScoreImage image) {
        return height == image.height() && width == image.width();
    }

    int rowLength() {
        return 1 << shift;
    }

    int count() {
        return (height + 2) << shift;
    }

    /** Number of the pixel at this row and column of the image. */
    int at(int y, int x) {
        return (y + 1 << shift) + x + 1;
    }

    /** Row of a pixel, counted from 1. */
    int row(int p) {
        return p >> shift;
    }

    /** Column of a pixel, counted from 1. */
    int column(int p) {
        return p & (1 << shift) - 1;
    }
}
