package dev.wsol.evaluator.metric;

import java.util.Arrays;

/**
 * Connected regions that grow pixel by pixel: union-find with each region's box, doubled area and first pixel.
 *
 * <p>Pixels are numbered as {@link Cells} says. Pixel 0 is in the margin; when the margin is set before the start it stands for everything outside.
 */
final class Regions {
    private final int[] joined;
    private final boolean outside;
    private Cells cells = Cells.NONE;
    private int[] steps;
    private byte[] set = {};
    private int[] parent = {};

    // Valid at roots only.
    private int[] area2 = {};
    private int[] first = {};
    private int[] minX = {};
    private int[] maxX = {};
    private int[] minY = {};
    private int[] maxY = {};

    private int[] roots = {};
    private int rootCount;

    // What happened since the last settling.
    private int[] stamp = {};
    private int now;
    private int[] touched = {};
    private int touchedCount;
    private int[] joinedAway = {};
    private int joinedAwayCount;

    private Regions(int[] joined, boolean outside) {
        this.joined = joined;
        this.outside = outside;
    }

    /** Regions 8-connected, as foreground is. */
    static Regions foreground() {
        return new Regions(Ring.JOINED_8, false);
    }

    /** Regions 4-connected, as background is; those that reach the edge belong to the outside and are not reported. */
    static Regions background() {
        return new Regions(Ring.JOINED_4, true);
    }

    /** Forgets everything and makes room for an image. */
    void start(Cells cells) {
        if (!cells.equals(this.cells)) resize(cells);
        keepOnly(0);
        settled();
        Arrays.fill(stamp, 0);
        now = 1;
        Arrays.fill(set, (byte) (outside ? 1 : 0));
        if (outside)
            for (int y = 0; y < cells.height(); y++)
                Arrays.fill(set, cells.at(y, 0), cells.at(y, 0) + cells.width(), (byte) 0);
    }

    private void resize(Cells cells) {
        this.cells = cells;
        int n = cells.count();
        steps = Ring.steps(cells.rowLength());
        set = new byte[n];
        parent = new int[n]; // margin pixels keep parent 0: the outside
        area2 = new int[n];
        first = new int[n];
        minX = new int[n];
        maxX = new int[n];
        minY = new int[n];
        maxY = new int[n];
        roots = new int[n];
        stamp = new int[n];
        touched = new int[n];
        joinedAway = new int[n];
    }

    /** Sets one more pixel and joins the regions it touches. */
    void add(int p) {
        byte[] s = set;
        int row = cells.rowLength();
        int n = p - row - 1;
        int r = p - 1;
        int t = p + row - 1;
        int mask = s[n]
                | s[n + 1] << 1
                | s[n + 2] << 2
                | s[r] << 3
                | s[r + 2] << 4
                | s[t] << 5
                | s[t + 1] << 6
                | s[t + 2] << 7;
        s[p] = 1;
        int list = joined[mask];
        if (list == 0) {
            create(p);
            return;
        }
        int root = find(p + steps[(list & 15) - 1]);
        for (list >>= 4; list != 0; list >>= 4) root = join(root, find(p + steps[(list & 15) - 1]));
        parent[p] = root;
        touch(root);
        area2[root] += Ring.BLOCKS[mask];
        if (p < first[root]) first[root] = p;
        int y = cells.row(p);
        int x = cells.column(p);
        if (x < minX[root]) minX[root] = x;
        if (x > maxX[root]) maxX[root] = x;
        if (y < minY[root]) minY[root] = y;
        if (y > maxY[root]) maxY[root] = y;
    }

    private void create(int p) {
        parent[p] = p;
        area2[p] = 0;
        first[p] = p;
        minX[p] = cells.column(p);
        maxX[p] = minX[p];
        minY[p] = cells.row(p);
        maxY[p] = minY[p];
        roots[rootCount++] = p;
        touch(p);
    }

    private void touch(int root) {
        if (stamp[root] == now) return;
        stamp[root] = now;
        touched[touchedCount++] = root;
    }

    private int find(int pixel) {
        int p = pixel;
        int up = parent[p];
        while (up != p) {
            int upper = parent[up];
            parent[p] = upper;
            p = upper;
            up = parent[p];
        }
        return p;
    }

    /** The lower number stays root, so the outside always does. */
    private int join(int a, int b) {
        if (a == b) return a;
        int root = Math.min(a, b);
        int gone = Math.max(a, b);
        parent[gone] = root;
        joinedAway[joinedAwayCount++] = gone;
        area2[root] += area2[gone];
        first[root] = Math.min(first[root], first[gone]);
        minX[root] = Math.min(minX[root], minX[gone]);
        maxX[root] = Math.max(maxX[root], maxX[gone]);
        minY[root] = Math.min(minY[root], minY[gone]);
        maxY[root] = Math.max(maxY[root], maxY[gone]);
        return root;
    }

    /** Roots made since the start, those joined into others included until {@link #keep} leaves them out. */
    int count() {
        return rootCount;
    }

    int root(int i) {
        return roots[i];
    }

    boolean isRoot(int root) {
        return parent[root] == root;
    }

    /** Moves root i down to place {@code to}. */
    void keep(int i, int to) {
        roots[to] = roots[i];
    }

    void keepOnly(int count) {
        rootCount = count;
    }

    /** How many regions got pixels since {@link #settled}; some may have been joined into others after that. */
    int touchedCount() {
        return touchedCount;
    }

    int touched(int i) {
        return touched[i];
    }

    /** How many roots were joined into others since {@link #settled}. */
    int joinedAwayCount() {
        return joinedAwayCount;
    }

    int joinedAway(int i) {
        return joinedAway[i];
    }

    /** Starts both lists anew. */
    void settled() {
        touchedCount = 0;
        joinedAwayCount = 0;
        now++;
    }

    /** Twice the area of the polygon through the pixel centres of the outline. */
    int area2(int root) {
        return area2[root];
    }

    /** First pixel in raster order. */
    int first(int root) {
        return first[root];
    }

    /** Image column of the leftmost pixel. */
    int left(int root) {
        return minX[root] - 1;
    }

    int right(int root) {
        return maxX[root] - 1;
    }

    /** Image row of the topmost pixel. */
    int top(int root) {
        return minY[root] - 1;
    }

    int bottom(int root) {
        return maxY[root] - 1;
    }
}
