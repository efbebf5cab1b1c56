package dev.wsol.evaluator.metric;

import java.util.Arrays;

/**
 * Connected regions that grow pixel by pixel: union-find with each region's box, doubled area and first pixel.
 *
 * <p>Pixels are numbered row-major in a grid with a margin of one pixel all around, so that neighbours need no edge
 * test. Pixel 0 is in the margin; when the margin is set before the start it stands for everything outside.
 */
final class Regions {
    private final int[] joined;
    private final boolean outside;
    private int rowLength;
    private int northWest;
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
    private int known;

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
    void start(int height, int width) {
        int cells = (height + 2) * (width + 2);
        if (rowLength != width + 2 || parent.length != cells) resize(cells, width + 2);
        keepOnly(0);
        if (!outside) {
            Arrays.fill(set, (byte) 0);
            return;
        }
        Arrays.fill(set, (byte) 1);
        for (int y = 1; y <= height; y++) Arrays.fill(set, y * rowLength + 1, y * rowLength + 1 + width, (byte) 0);
    }

    private void resize(int cells, int length) {
        rowLength = length;
        steps = Ring.steps(length);
        northWest = steps[0];
        set = new byte[cells];
        parent = new int[cells]; // margin pixels keep parent 0: the outside
        area2 = new int[cells];
        first = new int[cells];
        minX = new int[cells];
        maxX = new int[cells];
        minY = new int[cells];
        maxY = new int[cells];
        roots = new int[cells];
    }

    /** Sets one more pixel and joins the regions it touches. */
    void add(int p) {
        byte[] s = set;
        int n = p + northWest;
        int r = n + rowLength;
        int t = r + rowLength;
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
        area2[root] += Ring.BLOCKS[mask];
        if (p < first[root]) first[root] = p;
        int y = p / rowLength;
        int x = p - y * rowLength;
        if (x < minX[root]) minX[root] = x;
        if (x > maxX[root]) maxX[root] = x;
        if (y < minY[root]) minY[root] = y;
        if (y > maxY[root]) maxY[root] = y;
    }

    private void create(int p) {
        parent[p] = p;
        area2[p] = 0;
        first[p] = p;
        minX[p] = p % rowLength;
        maxX[p] = minX[p];
        minY[p] = p / rowLength;
        maxY[p] = minY[p];
        roots[rootCount++] = p;
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

    /** How many of them, from the first on, were there at the last {@link #keepOnly}. */
    int known() {
        return known;
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
        known = count;
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
