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

    /** Sorts the pixels (numbered with a margin of one) by filled value, lowest first. Linear in the pixels. */
    void run(ScoreImage image) {
        int row = image.width() + 2;
        int cells = row * (image.height() + 2);
        if (values.length != cells) {
            values = new byte[cells];
            seen = new byte[cells];
            order = new int[cells];
            next = new int[cells];
        }
        load(image, row);
        pushEdge(image, row);
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

    private void load(ScoreImage image, int row) {
        int w = image.width();
        Arrays.fill(seen, (byte) 1);
        for (int y = 0; y < image.height(); y++) {
            int to = (y + 1) * row + 1;
            System.arraycopy(image.pixels(), y * w, values, to, w);
            Arrays.fill(seen, to, to + w, (byte) 0);
        }
    }

    private void pushEdge(ScoreImage image, int row) {
        Arrays.fill(head, 0); // pixel 0 is in the margin: an empty list
        int bottom = image.height() * row;
        for (int x = 1; x <= image.width(); x++) {
            push(row + x);
            push(bottom + x);
        }
        for (int y = 1; y <= image.height(); y++) {
            push(y * row + 1);
            push(y * row + image.width());
        }
    }

    private void push(int p) {
        if (seen[p] == 0) reach(p, -1, 0);
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
