package dev.wsol.evaluator.metric;

/**
 * Tables over the eight neighbours of a pixel. Bit k of a mask says that neighbour k is set; neighbours are numbered
 * row by row: north-west, north, north-east, west, east, south-west, south, south-east.
 */
final class Ring {
    private static final int[] DX = {-1, 0, 1, -1, 1, -1, 0, 1};
    private static final int[] DY = {-1, -1, -1, 0, 0, 1, 1, 1};
    private static final int[] ALL = {0, 1, 2, 3, 4, 5, 6, 7};
    private static final int[] STRAIGHT = {1, 3, 4, 6};
    private static final int STRAIGHT_MASK = 1 << 1 | 1 << 3 | 1 << 4 | 1 << 6;

    /**
     * What a pixel with these neighbours means to 8-connected regions. Lowest 16 bits: one neighbour of each group that
     * hangs together without the pixel itself, which are the regions it joins; four bits each, lowest first: neighbour +
     * 1, 0 ends the list. Then {@link #EDGE}, then from {@link #BLOCKS} on how many of the four 2x2 blocks around the
     * pixel have at least two of their other three set.
     */
    static final int[] EIGHT = new int[256];

    /** The same for 4-connected regions, whose blocks nobody counts; corners only carry connections. */
    static final int[] FOUR = new int[256];

    /** The list of neighbours in a meaning. */
    static final int JOINED = 0xffff;

    /**
     * Set if the pixel may lie outside the box around its neighbours, or before all of them in raster order. A pixel
     * with neighbours on all sides changes neither box nor first pixel of their region.
     */
    static final int EDGE = 1 << 16;

    /** Shift of the number of blocks. */
    static final int BLOCKS = 20;

    static {
        for (int mask = 0; mask < 256; mask++) {
            int blocks = block(mask, 0, 1, 3) + block(mask, 1, 2, 4) + block(mask, 3, 5, 6) + block(mask, 4, 6, 7);
            EIGHT[mask] = joined(mask, ALL, false) | edge(mask) | blocks << BLOCKS;
            FOUR[mask] = joined(mask, STRAIGHT, true) | edge(mask & STRAIGHT_MASK);
        }
    }

    private Ring() {}

    private static int block(int mask, int a, int b, int c) {
        return (mask >> a & 1) + (mask >> b & 1) + (mask >> c & 1) >= 2 ? 1 : 0;
    }

    private static int edge(int mask) {
        boolean left = false;
        boolean right = false;
        boolean above = false;
        boolean below = false;
        for (int k = 0; k < 8; k++) {
            if ((mask >> k & 1) == 0) continue;
            left |= DX[k] <= 0;
            right |= DX[k] >= 0;
            above |= DY[k] <= 0;
            below |= DY[k] >= 0;
        }
        boolean follows = (mask & 0xf) != 0; // neighbours 0 to 3 come before the pixel in raster order
        return left && right && above && below && follows ? 0 : EDGE;
    }

    private static int joined(int mask, int[] candidates, boolean straight) {
        int list = 0;
        int reached = 0;
        for (int i = candidates.length - 1; i >= 0; i--) {
            int k = candidates[i];
            if ((mask >> k & 1) == 0 || (reached >> k & 1) != 0) continue;
            reached |= spread(mask, 1 << k, straight);
            list = list << 4 | k + 1;
        }
        return list;
    }

    /** All set neighbours connected to those in {@code from}. */
    private static int spread(int mask, int from, boolean straight) {
        int now = from;
        for (int before = 0; before != now; ) {
            before = now;
            for (int a = 0; a < 8; a++)
                for (int b = 0; b < 8; b++)
                    if ((now >> a & 1) != 0 && (mask >> b & 1) != 0 && touch(a, b, straight)) now |= 1 << b;
        }
        return now;
    }

    private static boolean touch(int a, int b, boolean straight) {
        int dx = Math.abs(DX[a] - DX[b]);
        int dy = Math.abs(DY[a] - DY[b]);
        return straight ? dx + dy == 1 : Math.max(dx, dy) == 1;
    }

    /** Steps to the eight neighbours in a row-major grid of this row length. */
    static int[] steps(int rowLength) {
        var steps = new int[8];
        for (int k = 0; k < 8; k++) steps[k] = DY[k] * rowLength + DX[k];
        return steps;
    }
}
