package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;
import java.util.Arrays;

/**
 * Fills the holes of an image at every level at once. The filled value of a pixel is the smallest level at which it
 * still hangs together with the outside, 4-connected: over all paths from the edge, the least of their largest values.
 * So "filled value above t" is the foreground at level t with its holes filled (spec section 11).
 *
 * <p>Two sweeps settle what can be reached by going right and down, then left and up; the few pixels behind a bend are
 * settled in order of value, so that each is settled once. A pixel waits for its neighbour in the row, so a sweep takes
 * four rows at once, each one pixel behind the row it follows: then there are four pixels to work on while they wait.
 */
final class HoleFilling {
    private final int[] head = new int[256]; // of each value, the entry last put in; 0 for none
    private int[] pixel = {}; // by entry
    private int[] next = {};
    private int entries;
    private int[] raised = {}; // pixels that the sweeps left above their own value
    private int raisedCount;
    private byte[] q = {};
    private int[] filled = {};
    private Cells cells = Cells.NONE;
    private int width;
    private int row;

    /** Writes the filled values by pixel of {@code cells} into {@code filled}, whose margin must hold -1. */
    void fill(ScoreImage image, Cells cells, int[] filled) {
        this.q = image.pixels();
        this.filled = filled;
        this.cells = cells;
        this.width = cells.width();
        this.row = cells.rowLength();
        if (raised.length < q.length) {
            pixel = new int[2 * q.length + 1]; // once when lowered first, once when settled
            next = new int[2 * q.length + 1];
            raised = new int[q.length];
        }
        entries = 0;
        raisedCount = 0;
        int height = cells.height();
        int fours = width < 4 ? 0 : height & ~3;
        for (int y = 0; y < fours; y += 4) fourDown(y);
        for (int y = fours; y < height; y++) right(y, 0, width, -1);
        for (int y = height - 1; y >= fours; y--) left(y, width - 1, 0, -1);
        for (int y = fours - 1; y >= 0; y -= 4) fourUp(y);
        if (raisedCount > 0) settle();
    }

    /** Row y from one column to before another. @return the last value */
    private int right(int y, int from, int to, int start) {
        int before = start;
        for (int x = from, p = cells.at(y, x); x < to; x++, p++) {
            before = Math.max(q[y * width + x] & 0xff, Math.min(before, filled[p - row]));
            filled[p] = before;
        }
        return before;
    }

    /** Rows y to y + 3. Going backwards through them, each still has the value above the next one's pixel. */
    private void fourDown(int y) {
        int[] f = filled;
        byte[] q = this.q;
        int w = width;
        int b0 = right(y, 0, 3, -1);
        int b1 = right(y + 1, 0, 2, -1);
        int b2 = right(y + 2, 0, 1, -1);
        int b3 = -1;
        int above = cells.at(y - 1, 0);
        int p0 = above + row;
        int p1 = p0 + row - 1;
        int p2 = p1 + row - 1;
        int p3 = p2 + row - 1;
        int i0 = y * w;
        int i1 = i0 + w - 1;
        int i2 = i1 + w - 1;
        int i3 = i2 + w - 1;
        for (int x = 3; x < w; x++) {
            b3 = Math.max(q[i3 + x] & 0xff, Math.min(b3, b2));
            b2 = Math.max(q[i2 + x] & 0xff, Math.min(b2, b1));
            b1 = Math.max(q[i1 + x] & 0xff, Math.min(b1, b0));
            b0 = Math.max(q[i0 + x] & 0xff, Math.min(b0, f[above + x]));
            f[p3 + x] = b3;
            f[p2 + x] = b2;
            f[p1 + x] = b1;
            f[p0 + x] = b0;
        }
        right(y + 1, w - 1, w, b1);
        right(y + 2, w - 2, w, b2);
        right(y + 3, w - 3, w, b3);
    }

    /** Row y from one column down to another, that one too. @return the last value */
    private int left(int y, int from, int to, int start) {
        int after = start;
        for (int x = from, p = cells.at(y, x); x >= to; x--, p--) {
            int own = q[y * width + x] & 0xff;
            after = Math.max(own, Math.min(filled[p], Math.min(after, filled[p + row])));
            filled[p] = after;
            if (after > own) raised[raisedCount++] = p;
        }
        return after;
    }

    /** Rows y to y - 3, the mirror image of {@link #fourDown}. */
    private void fourUp(int y) {
        int[] f = filled;
        byte[] q = this.q;
        int w = width;
        int b0 = left(y, w - 1, w - 3, -1);
        int b1 = left(y - 1, w - 1, w - 2, -1);
        int b2 = left(y - 2, w - 1, w - 1, -1);
        int b3 = -1;
        int below = cells.at(y + 1, 0);
        int p0 = below - row;
        int p1 = p0 - row + 1;
        int p2 = p1 - row + 1;
        int p3 = p2 - row + 1;
        int i0 = y * w;
        int i1 = i0 - w + 1;
        int i2 = i1 - w + 1;
        int i3 = i2 - w + 1;
        int[] list = raised;
        int n = raisedCount;
        for (int x = w - 4; x >= 0; x--) {
            int own3 = q[i3 + x] & 0xff;
            int own2 = q[i2 + x] & 0xff;
            int own1 = q[i1 + x] & 0xff;
            int own0 = q[i0 + x] & 0xff;
            b3 = Math.max(own3, Math.min(f[p3 + x], Math.min(b3, b2)));
            b2 = Math.max(own2, Math.min(f[p2 + x], Math.min(b2, b1)));
            b1 = Math.max(own1, Math.min(f[p1 + x], Math.min(b1, b0)));
            b0 = Math.max(own0, Math.min(f[p0 + x], Math.min(b0, f[below + x])));
            f[p3 + x] = b3;
            f[p2 + x] = b2;
            f[p1 + x] = b1;
            f[p0 + x] = b0;
            if (b3 > own3) list[n++] = p3 + x;
            if (b2 > own2) list[n++] = p2 + x;
            if (b1 > own1) list[n++] = p1 + x;
            if (b0 > own0) list[n++] = p0 + x;
        }
        raisedCount = n;
        left(y - 1, 0, 0, b1);
        left(y - 2, 1, 0, b2);
        left(y - 3, 2, 0, b3);
    }

    /** Only a raised pixel can still be too high: then one of its neighbours is lower. */
    private void settle() {
        int[] f = filled;
        for (int i = 0; i < raisedCount; i++) {
            int p = raised[i];
            int least = Math.min(Math.min(f[p - row], f[p + row]), Math.min(f[p - 1], f[p + 1]));
            if (least < f[p]) lower(p, least);
        }
        if (entries == 0) return;
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

    /** A pixel beside one that has this level. */
    private void lower(int p, int level) {
        if (filled[p] <= level) return;
        int own = q[(cells.row(p) - 1) * width + cells.column(p) - 1] & 0xff;
        int value = Math.max(own, level);
        if (filled[p] <= value) return;
        filled[p] = value;
        put(p, value);
    }

    private void put(int p, int value) {
        if (++entries == pixel.length) {
            pixel = Arrays.copyOf(pixel, 2 * pixel.length);
            next = Arrays.copyOf(next, 2 * next.length);
        }
        pixel[entries] = p;
        next[entries] = head[value];
        head[value] = entries;
    }
}
