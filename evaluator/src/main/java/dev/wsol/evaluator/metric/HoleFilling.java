package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;
import java.util.Arrays;

/**
 * Fills the holes of an image at every level at once. The filled value of a pixel is the smallest level at which it
 * still hangs together with the outside, 4-connected: over all paths from the edge, the least of their largest values.
 * So "filled value above t" is the foreground at level t with its holes filled (spec section 11).
 *
 * <p>Two sweeps settle what can be reached by going right and down, then left and up; the few pixels behind a bend are
 * settled in order of value, so that each is settled once.
 */
final class HoleFilling {
    private final int[] head = new int[256]; // of each value, the entry last put in; 0 for none
    private int[] pixel = {}; // by entry
    private int[] next = {};
    private int entries;
    private byte[] q = {};
    private int[] filled = {};
    private Cells cells = Cells.NONE;

    /** Writes the filled values by pixel of {@code cells} into {@code filled}, whose margin must hold -1. */
    void fill(ScoreImage image, Cells cells, int[] filled) {
        this.q = image.pixels();
        this.filled = filled;
        this.cells = cells;
        if (pixel.length < 2 * q.length + 1) { // once from the sweep, once when settled
            pixel = new int[2 * q.length + 1];
            next = new int[2 * q.length + 1];
        }
        entries = 0;
        Arrays.fill(head, 0);
        for (int y = 0; y < cells.height(); y++) rightAndDown(y);
        for (int y = cells.height() - 1; y >= 0; y--) leftAndUp(y);
        if (entries > 0) settle();
    }

    private void rightAndDown(int y) {
        int[] f = filled;
        byte[] q = this.q;
        int row = cells.rowLength();
        int before = -1;
        for (int p = cells.at(y, 0), i = y * cells.width(), end = i + cells.width(); i < end; p++, i++) {
            before = Math.max(q[i] & 0xff, Math.min(before, f[p - row]));
            f[p] = before;
        }
    }

    private void leftAndUp(int y) {
        int[] f = filled;
        byte[] q = this.q;
        int row = cells.rowLength();
        int width = cells.width();
        boolean last = y == cells.height() - 1;
        int after = -1;
        int own = 255;
        for (int x = width - 1, p = cells.at(y, x), i = y * width + x; x >= 0; x--, p--, i--) {
            int right = own;
            own = q[i] & 0xff;
            int below = f[p + row];
            int value = Math.max(own, Math.min(f[p], Math.min(after, below)));
            f[p] = value;
            if (after > Math.max(value, right) || !last && below > Math.max(value, q[i + width] & 0xff)) put(p, value);
            after = value;
        }
    }

    private void put(int p, int value) {
        pixel[++entries] = p;
        next[entries] = head[value];
        head[value] = entries;
    }

    private void settle() {
        int row = cells.rowLength();
        for (int level = 0; level < 256; level++) {
            while (head[level] != 0) {
                int e = head[level];
                head[level] = next[e];
                int p = pixel[e];
                if (filled[p] != level) continue; // settled lower since
                lower(p - row, level);
                lower(p - 1, level);
                lower(p + 1, level);
                lower(p + row, level);
            }
        }
    }

    /** A pixel beside one that is settled at this level. */
    private void lower(int p, int level) {
        if (filled[p] <= level) return;
        int own = q[(cells.row(p) - 1) * cells.width() + cells.column(p) - 1] & 0xff;
        if (filled[p] == own) return;
        filled[p] = Math.max(own, level);
        put(p, filled[p]);
    }
}
