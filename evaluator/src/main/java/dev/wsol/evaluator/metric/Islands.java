package dev.wsol.evaluator.metric;

import java.util.Arrays;

/**
 * The regions of an image's foreground as the level falls: hills come out of the water, islands grow, and those with a
 * dry pass between them become one. An island is known by one of its hills. Falls value by value.
 */
final class Islands {
    private final Hills hills = new Hills();
    private Slopes slopes;
    private Cells cells = Cells.NONE;

    private final int[] summits = new int[256]; // by value: a hill that high, see nextSummit; 0 for none
    private final int[] passes = new int[256]; // by value: the number of a pass that high, see nextPass; 0 for none
    private int[] nextSummit = {}; // by hill
    private int[] nextPass = {}; // by pass
    private int[] passBetween = {}; // two hills, 16 bits each
    private int passCount;

    private int[] island = {}; // by hill: the island it is on
    private int[] living = {};
    private int livingCount;
    private int[] area2 = {}; // by island: doubled area
    private int[] top = {}; // rows and columns count from 1
    private int[] bottom = {};
    private int[] left = {};
    private int[] right = {};

    /** Takes an image that is all under water. It must have at least two rows and columns. */
    void of(Slopes slopes) {
        this.slopes = slopes;
        this.cells = slopes.cells();
        hills.of(slopes);
        int n = slopes.hills();
        if (island.length <= n) resize(n + 1);
        livingCount = 0;
        Arrays.fill(summits, 0);
        Arrays.fill(passes, 0);
        passCount = 0;
        int[] v = slopes.values();
        for (int h = n; h > 0; h--) {
            int value = v[slopes.summit(h)];
            nextSummit[h] = summits[value];
            summits[value] = h;
            for (int other = 1; other < h; other++) connect(other, h, hills.pass(other, h));
        }
    }

    private void resize(int n) {
        island = new int[n];
        living = new int[n];
        nextSummit = new int[n];
        nextPass = new int[n * n / 2 + 1];
        passBetween = new int[n * n / 2 + 1];
        area2 = new int[n];
        top = new int[n];
        bottom = new int[n];
        left = new int[n];
        right = new int[n];
    }

    private void connect(int a, int b, int value) {
        if (value == 0) return;
        passBetween[++passCount] = a << 16 | b;
        nextPass[passCount] = passes[value];
        passes[value] = passCount;
    }

    /** Lets the water fall below the pixels of this value; it must be below all higher ones. */
    void fall(int value) {
        for (int h = summits[value]; h > 0; h = nextSummit[h]) emerge(h);
        for (int i = passes[value]; i > 0; i = nextPass[i])
            join(island[passBetween[i] >> 16], island[passBetween[i] & 0xffff]);
        for (int i = 0; i < livingCount; i++) grow(living[i], value);
    }

    private void emerge(int h) {
        island[h] = h;
        living[livingCount++] = h;
        area2[h] = 0;
        int p = slopes.summit(h);
        top[h] = cells.row(p);
        bottom[h] = top[h];
        left[h] = cells.column(p);
        right[h] = left[h];
    }

    private void join(int to, int gone) {
        if (to == gone) return;
        hills.join(to, gone);
        area2[to] += area2[gone];
        top[to] = Math.min(top[to], top[gone]);
        bottom[to] = Math.max(bottom[to], bottom[gone]);
        left[to] = Math.min(left[to], left[gone]);
        right[to] = Math.max(right[to], right[gone]);
        for (int h = 1; h <= slopes.hills(); h++) if (island[h] == gone) island[h] = to;
        int at = 0;
        while (living[at] != gone) at++;
        living[at] = living[--livingCount];
    }

    /** An island is in one piece, so are the rows and columns that it reaches. */
    private void grow(int i, int value) {
        area2[i] += hills.half(i, value);
        while (hills.rowTop(i, top[i] - 1) >= value) top[i]--;
        while (hills.rowTop(i, bottom[i] + 1) >= value) bottom[i]++;
        while (hills.columnTop(i, left[i] - 1) >= value) left[i]--;
        while (hills.columnTop(i, right[i] + 1) >= value) right[i]++;
    }

    /** Box of the island with the largest area; of equals the one whose first pixel comes last in raster order. */
    long largest(int value) {
        int best = living[0];
        for (int k = 1; k < livingCount; k++) {
            int i = living[k];
            int more = area2[i] - area2[best];
            if (more == 0) more = top[i] - top[best];
            if (more == 0) more = leftInTopRow(i, value) - leftInTopRow(best, value);
            if (more > 0) best = i;
        }
        return Spans.around(Spans.of(left[best], top[best]), Spans.of(right[best], bottom[best]));
    }

    /** The first pixel of an island, which lies in its top row. */
    private int leftInTopRow(int i, int value) {
        int[] v = slopes.values();
        int y = top[i] - 1;
        int end = cells.at(y, cells.width());
        for (int s = slopes.first(y); s < slopes.first(y + 1); s++) {
            if (slopes.top(s) < value || island[slopes.hill(s)] != i) continue;
            for (int p = slopes.start(s); p < Math.min(end, slopes.start(s + 1)); p++) if (v[p] >= value) return p;
        }
        throw new IllegalStateException("an island without pixels in its top row");
    }
}
