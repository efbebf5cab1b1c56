package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;
import java.util.Arrays;

/**
 * Fills the holes of an image at every level at once. The filled value of a pixel is the smallest level at which it
 * still hangs together with the outside, 4-connected: over all paths from the edge, the least of their largest values.
 * So "filled value above t" is the foreground at level t with its holes filled (spec section 11).
 */
final class Flood {
    private byte[] values = {};
    private byte[] seen = {};
    private int[] order = {};
    private int[] next = {};
    private final int[] head = new int[256];
    private final int[] end = new int[256];

    private Cells cells = Cells.NONE;

    /** Sorts the pixels by filled value, lowest first. Linear in the pixels. */
    void run(ScoreImage image) {
        if (!cells.fits(image)) resize(Cells.of(image));
        int row = cells.rowLength();
        load(image);
        pushEdge();
        int sorted = 0;
        for (int level = 0; level < 256; level++) {
            int from = sorted;
            for (int p = head[level]; p != 0; p = next[p]) order[sorted++] = p;
            for (int i = from; i < sorted; i++) {
                int p = order[i];
                if (seen[p - row] == 0) sorted = reach(p - row, level, sorted);
                if (seen[p - 1] == 0) sorted = reach(p - 1, level, sorted);
                if (seen[p + 1] == 0) sorted = reach(p + 1, level, sorted);
                if (seen[p + row] == 0) sorted = reach(p + row, level, sorted);
            }
            end[level] = sorted;
        }
    }

    private int reach(int p, int level, int sorted) {
        seen[p] = 1;
        int value = values[p] & 0xff;
        if (value <= level) {
            order[sorted] = p;
            return sorted + 1;
        }
        next[p] = head[value];
        head[value] = p;
        return sorted;
    }

    private void resize(Cells cells) {
        this.cells = cells;
        values = new byte[cells.count()];
        seen = new byte[cells.count()];
        order = new int[cells.count()];
        next = new int[cells.count()];
    }

    private void load(ScoreImage image) {
        Arrays.fill(seen, (byte) 1);
        for (int y = 0; y < image.height(); y++) {
            int to = cells.at(y, 0);
            System.arraycopy(image.pixels(), y * image.width(), values, to, image.width());
            Arrays.fill(seen, to, to + image.width(), (byte) 0);
        }
    }

    private void pushEdge() {
        Arrays.fill(head, 0); // pixel 0 is in the margin: an empty list
        for (int x = 0; x < cells.width(); x++) {
            push(cells.at(0, x));
            push(cells.at(cells.height() - 1, x));
        }
        for (int y = 0; y < cells.height(); y++) {
            push(cells.at(y, 0));
            push(cells.at(y, cells.width() - 1));
        }
    }

    private void push(int p) {
        if (seen[p] == 0) reach(p, -1, 0);
    }

    Cells cells() {
        return cells;
    }

    /** The largest filled value, which is the image's own largest value. */
    int peak() {
        int peak = 255;
        while (peak > 0 && end[peak] == end[peak - 1]) peak--;
        return peak;
    }

    /** Where in {@link #pixel} the pixels of filled value {@code level} end. */
    int end(int level) {
        return end[level];
    }

    int pixel(int i) {
        return order[i];
    }
}
