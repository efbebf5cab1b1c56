package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;
import java.util.Arrays;

/**
 * A score image laid out for the searches: its pixels in order of value, and of each pixel which of its eight neighbours
 * come before it. The order falls in value, and among equals from the last pixel in raster order to the first; read
 * backwards it rises, and then exactly the other neighbours come before. Knowing that beforehand, a search needs no note of what it has
 * visited. Linear in the pixels; belongs to one thread.
 */
final class Relief {
    /** Shift of the neighbours in an entry of {@link #order}. */
    static final int NEIGHBOURS = 24;

    private static final int STRAIGHT = 1 << 1 | 1 << 3 | 1 << 4 | 1 << 6;

    private final HoleFilling filling = new HoleFilling();
    private Cells cells = Cells.NONE;
    private int[] values = {}; // the margin holds -1, below every pixel
    private int[] higher = {}; // by pixel: bit k is set if neighbour k comes before it when falling
    private int[] order = {}; // rising; with the neighbours above the pixel where its number leaves room for them
    private boolean packed;
    private final int[] end = new int[256]; // where the pixels of each value end in order
    private final int[] odd = new int[256];
    private int pits;
    private int lowestPit;

    /** Takes the image as it is. Its pixels have no order yet, see {@link #sort}. */
    void of(ScoreImage image) {
        resize(image);
        byte[] q = image.pixels();
        for (int y = 0, i = 0; y < image.height(); y++)
            for (int p = cells.at(y, 0), last = p + image.width(); p < last; p++) values[p] = q[i++] & 0xff;
    }

    /** Takes the image with its holes filled at every level; no order either. */
    void ofFilled(ScoreImage image) {
        resize(image);
        filling.fill(image, cells, values);
    }

    private void resize(ScoreImage image) {
        if (cells.fits(image)) return;
        cells = Cells.of(image);
        packed = cells.count() <= 1 << NEIGHBOURS;
        values = new int[cells.count()];
        Arrays.fill(values, -1);
        higher = new int[cells.count()];
        order = new int[image.pixels().length];
    }

    /** Puts the pixels in order and compares neighbours; all that follows below, but for the cells, needs it. */
    void sort() {
        for (int y = 0; y < cells.height(); y++) compare(cells.at(y, 0), cells.width(), cells.rowLength());
        count();
        pits = 0;
        lowestPit = 255;
        for (int y = 0; y < cells.height(); y++) scatter(cells.at(y, 0), cells.width());
    }

    /** One row. No branches and one kind of element, so that the compiler makes vector instructions of it. */
    private void compare(int from, int length, int row) {
        int[] v = values;
        int[] h = higher;
        for (int p = from; p < from + length; p++) {
            int own = v[p];
            h[p] = (own - v[p - row - 1] >>> 31
                            | own - v[p - row] >>> 31 << 1
                            | own - v[p - row + 1] >>> 31 << 2
                            | own - v[p - 1] >>> 31 << 3
                            | v[p + 1] - own >>> 31 << 4
                            | v[p + row - 1] - own >>> 31 << 5
                            | v[p + row] - own >>> 31 << 6
                            | v[p + row + 1] - own >>> 31 << 7)
                    ^ 0xf0; // equal values: later neighbours come first
        }
    }

    /** How many pixels have each value, made into where each value begins. */
    private void count() {
        int[] v = values;
        Arrays.fill(end, 0);
        Arrays.fill(odd, 0);
        for (int y = 0; y < cells.height(); y++) {
            int p = cells.at(y, 0);
            int last = p + cells.width() - 1;
            for (; p < last; p += 2) {
                end[v[p]]++;
                odd[v[p + 1]]++; // neighbours are often equal: two tables, so that one need not wait for the other
            }
            if (p == last) end[v[p]]++;
        }
        int sum = 0;
        for (int value = 0; value < 256; value++) {
            int n = end[value] + odd[value];
            end[value] = sum;
            sum += n;
        }
    }

    private void scatter(int from, int length) {
        int[] v = values;
        int[] h = higher;
        int[] to = order;
        int[] at = end;
        boolean both = packed;
        for (int p = from; p < from + length; p++) {
            int value = v[p];
            to[at[value]++] = both ? p | h[p] << NEIGHBOURS : p;
            if ((h[p] & STRAIGHT) == STRAIGHT) pit(value);
        }
    }

    private void pit(int value) {
        pits++;
        lowestPit = Math.min(lowestPit, value);
    }

    /** By pixel; -1 in the margin. */
    int[] values() {
        return values;
    }

    Cells cells() {
        return cells;
    }

    /** The largest value. */
    int peak() {
        int peak = 255;
        while (peak > 0 && end[peak] == end[peak - 1]) peak--;
        return peak;
    }

    /** Where in {@link #order} the pixels of this value begin. */
    int begin(int value) {
        return value == 0 ? 0 : end[value - 1];
    }

    int end(int value) {
        return end[value];
    }

    /** Entries are pixels, with their neighbours from bit {@link #NEIGHBOURS} on if they are {@link #packed}. */
    int[] order() {
        return order;
    }

    /** Whether entries of {@link #order} know the neighbours: a look into {@link #higher} for each pixel is slower. */
    boolean packed() {
        return packed;
    }

    /** The bits of an entry of {@link #order} that are the pixel. */
    int places() {
        return packed ? (1 << NEIGHBOURS) - 1 : -1;
    }

    int[] higher() {
        return higher;
    }

    /** Pixels at which a region of the background begins, 4-connected and away from the edge. */
    int pits() {
        return pits;
    }

    /** Smallest value of those; 255 if there are none. */
    int lowestPit() {
        return lowestPit;
    }
}
