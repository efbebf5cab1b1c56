package dev.wsol.evaluator.metric;

import java.util.Arrays;

/**
 * Connected regions that grow value by value over a {@link Relief}: union-find over the regions' beginnings, of which
 * a map has few, not over its pixels. A region is known by the number of its oldest beginning; number 0 is the outside.
 */
final class Regions {
    /** The region that began first; whatever it is joined with, it stays. */
    private static final int OLDEST = 1;

    private final int[] step = new int[9]; // to neighbour k - 1
    private Cells cells = Cells.NONE;
    private int[] label = {}; // by pixel: a beginning of its region, see start

    // By beginning; all but up are valid for regions only.
    private int[] up = {};
    private long[] box = {};
    private long[] rank = {}; // doubled area, then first pixel in raster order in the low half

    private int begun;
    private int[] living = {}; // regions, and some that were joined into others since the last look
    private int livingCount;
    private int alive;

    // What happened since the last settling.
    private int[] stamp = {};
    private int now;
    private int[] changed = {};
    private int changedCount;
    private int[] joinedAway = {};
    private int joinedAwayCount;

    /** Forgets everything and makes room for an image. A pixel that nobody labels is part of the oldest region. */
    void start(Cells cells) {
        startAs(OLDEST, cells);
    }

    /** The same, with every pixel part of the outside until it is labelled. */
    void startOutside(Cells cells) {
        startAs(0, cells);
    }

    private void startAs(int unlabelled, Cells cells) {
        if (!cells.equals(this.cells)) resize(cells);
        Arrays.fill(label, unlabelled);
        begun = 0;
        alive = 0;
        livingCount = 0;
        now = 0;
        settled();
    }

    private void resize(Cells cells) {
        this.cells = cells;
        int[] steps = Ring.steps(cells.rowLength());
        System.arraycopy(steps, 0, step, 1, steps.length);
        label = new int[cells.count()];
        int n = cells.height() * cells.width() / 2 + 2; // beginnings are never neighbours
        up = new int[n];
        box = new long[n];
        rank = new long[n];
        living = new int[n];
        stamp = new int[n];
        changed = new int[n];
        joinedAway = new int[n];
    }

    /** Adds the pixels of this value to the foreground: 8-connected; all higher ones must have been added. */
    void fall(Relief relief, int value) {
        int[] order = relief.order();
        int[] higher = relief.higher();
        boolean packed = relief.packed();
        int places = relief.places();
        int[] label = this.label;
        int[] up = this.up;
        long[] box = this.box;
        long[] rank = this.rank;
        int shift = cells.shift();
        int inRow = (1 << shift) - 1;
        for (int i = relief.end(value) - 1, from = relief.begin(value); i >= from; i--) {
            if (alive == 1) i = fallAlone(relief, i, from);
            if (i < from) return;
            int p = order[i] & places;
            int meaning = Ring.EIGHT[packed ? order[i] >>> Relief.NEIGHBOURS : higher[p]];
            int list = meaning & Ring.JOINED;
            if (list == 0) {
                label[p] = begin(p, Spans.of(p & inRow, p >> shift));
                continue;
            }
            int r = label[p + step[list & 15]];
            if (up[r] != r) r = find(r);
            if (list > 15) r = joinAll(r, p, list >> 4);
            if (r != OLDEST) label[p] = r;
            rank[r] += (long) (meaning >> Ring.BLOCKS) << 32;
            if ((meaning & Ring.EDGE) == 0) continue;
            rank[r] = rank[r] & ~0xffff_ffffL | Math.min((int) rank[r], p);
            long here = Spans.of(p & inRow, p >> shift);
            if (!Spans.holds(box[r], here)) grow(r, here);
        }
    }

    /**
     * While there is only one region every pixel with neighbours is its own, and needs no label: from {@code i} down to the
     * pixel at which another one begins, or to {@code from}.
     *
     * @return where that pixel is; below {@code from} if there is none
     */
    private int fallAlone(Relief relief, int i, int from) {
        int[] order = relief.order();
        int[] higher = relief.higher();
        boolean packed = relief.packed();
        int places = relief.places();
        int shift = cells.shift();
        int inRow = (1 << shift) - 1;
        long area2 = rank[OLDEST] >> 32;
        int first = (int) rank[OLDEST];
        long around = box[OLDEST];
        int at = i;
        for (; at >= from; at--) {
            int p = order[at] & places;
            int meaning = Ring.EIGHT[packed ? order[at] >>> Relief.NEIGHBOURS : higher[p]];
            if ((meaning & Ring.JOINED) == 0) break;
            area2 += meaning >> Ring.BLOCKS;
            if ((meaning & Ring.EDGE) == 0) continue;
            first = Math.min(first, p);
            long here = Spans.of(p & inRow, p >> shift);
            if (!Spans.holds(around, here)) around = Spans.around(around, here);
        }
        rank[OLDEST] = area2 << 32 | first;
        if (around != box[OLDEST]) grow(OLDEST, around);
        return at;
    }

    /** Adds the pixels of this value to the background: 4-connected; all lower ones must have been added. */
    void rise(Relief relief, int value) {
        int[] order = relief.order();
        int[] higher = relief.higher();
        boolean packed = relief.packed();
        int places = relief.places();
        int[] label = this.label;
        int[] up = this.up;
        long[] box = this.box;
        int shift = cells.shift();
        int inRow = (1 << shift) - 1;
        for (int i = relief.begin(value), to = relief.end(value); i < to; i++) {
            int p = order[i] & places;
            int meaning = Ring.FOUR[~(packed ? order[i] >>> Relief.NEIGHBOURS : higher[p]) & 0xff];
            int list = meaning & Ring.JOINED;
            if (list == 0) {
                label[p] = begin(p, Spans.of(p & inRow, p >> shift));
                continue;
            }
            if (alive == 0) continue; // part of the outside
            int r = label[p + step[list & 15]];
            if (up[r] != r) r = find(r);
            if (list > 15) r = joinAll(r, p, list >> 4);
            if (r != 0) label[p] = r;
            if (r == 0 || (meaning & Ring.EDGE) == 0) continue;
            long here = Spans.of(p & inRow, p >> shift);
            if (!Spans.holds(box[r], here)) grow(r, here);
        }
    }

    private int begin(int p, long here) {
        int r = ++begun;
        up[r] = r;
        box[r] = here;
        rank[r] = p;
        living[livingCount++] = r;
        alive++;
        stamp[r] = now;
        changed[changedCount++] = r;
        return r;
    }

    private void grow(int r, long by) {
        box[r] = Spans.around(box[r], by);
        change(r);
    }

    private void change(int r) {
        if (stamp[r] == now) return;
        stamp[r] = now;
        changed[changedCount++] = r;
    }

    private int find(int of) {
        int r = of;
        int above = up[r];
        while (above != r) {
            int next = up[above];
            up[r] = next;
            r = above;
            above = next;
        }
        return r;
    }

    private int joinAll(int first, int p, int rest) {
        int r = first;
        for (int list = rest; list != 0; list >>= 4) r = join(r, find(label[p + step[list & 15]]));
        return r;
    }

    /** The older stays, so the outside always does. */
    private int join(int a, int b) {
        if (a == b) return a;
        int r = Math.min(a, b);
        int gone = Math.max(a, b);
        up[gone] = r;
        alive--;
        joinedAway[joinedAwayCount++] = gone;
        if (r == 0) return 0;
        box[r] = Spans.around(box[r], box[gone]);
        rank[r] = (rank[r] >> 32) + (rank[gone] >> 32) << 32 | Math.min((int) rank[r], (int) rank[gone]);
        change(r);
        return r;
    }

    /** The region with the largest area; of equals the one whose first pixel comes last in raster order. */
    int largest() {
        int best = living[0];
        int kept = 0;
        for (int i = 0; i < livingCount; i++) {
            int r = living[i];
            if (up[r] != r) continue;
            living[kept++] = r;
            if (kept == 1 || rank[r] > rank[best]) best = r;
        }
        livingCount = kept;
        return best;
    }

    /** How many regions there are. */
    int alive() {
        return alive;
    }

    /** Regions that ever began; they are numbered from 1. */
    int begun() {
        return begun;
    }

    boolean isRegion(int r) {
        return up[r] == r;
    }

    /** Box of a region, see {@link Spans}, in rows and columns counted from 1. */
    long box(int r) {
        return box[r];
    }

    /** How many regions began or grew since {@link #settled}; some may have been joined into others after that. */
    int changedCount() {
        return changedCount;
    }

    int changed(int i) {
        return changed[i];
    }

    /** How many regions were joined into others since {@link #settled}. */
    int joinedAwayCount() {
        return joinedAwayCount;
    }

    int joinedAway(int i) {
        return joinedAway[i];
    }

    /** Starts both lists anew. */
    void settled() {
        changedCount = 0;
        joinedAwayCount = 0;
        now++;
    }
}
