package dev.wsol.evaluator.metric;

import java.util.Arrays;

/**
 * What a level needs to know of each hill of an image: where its rows and columns reach to, how much area it has at
 * each value, and how high the passes to other hills are. Counted in one walk along the rows.
 *
 * <p>Area comes from 2x2 blocks of pixels: three of four pixels in the foreground are a half, four a whole. The pixels
 * of a block hang together, so a block belongs to the hill of its highest pixel.
 */
final class Hills {
    /** Columns of {@link #count} by hill: third highest and lowest of blocks, twice, because neighbours are often equal. */
    private static final int TABLES = 4;

    private Slopes slopes;
    private Cells cells = Cells.NONE;
    private int most;
    private int[] count = {};
    private int[] half = {};
    private int[] rowTop = {};
    private int[] columnTop = {};
    private int[] pass = {};

    /** Takes the hills of an image with at least two rows and columns. */
    void of(Slopes slopes) {
        this.slopes = slopes;
        clear();
        for (int y = 0; y < cells.height(); y++) tops(y);
        for (int y = 0; y + 1 < cells.height(); y++) blocks(y);
        for (int h = 1; h <= slopes.hills(); h++) add(h);
    }

    private void clear() {
        int n = slopes.hills() + 1;
        if (!slopes.cells().equals(cells) || n > most) {
            cells = slopes.cells();
            most = Math.max(n, most);
            count = new int[most * TABLES << 8];
            half = new int[most << 8];
            rowTop = new int[most * rows()];
            columnTop = new int[most * columns()];
            pass = new int[most * most];
            return;
        }
        Arrays.fill(count, 0, n * TABLES << 8, 0);
        Arrays.fill(rowTop, 0, n * rows(), 0);
        Arrays.fill(columnTop, 0, n * columns(), 0);
        Arrays.fill(pass, 0, n * most, 0);
    }

    private int rows() {
        return cells.height() + 2;
    }

    private int columns() {
        return cells.width() + 2;
    }

    private void tops(int y) {
        int end = cells.at(y, cells.width());
        for (int s = slopes.first(y); s < slopes.first(y + 1); s++) {
            int h = slopes.hill(s);
            if (h == 0) continue;
            int at = h * rows() + y + 1;
            rowTop[at] = Math.max(rowTop[at], slopes.top(s));
            int from = slopes.start(s);
            raise(from, Math.min(end, slopes.start(s + 1)), h * columns() + cells.column(from) - from);
        }
    }

    private void raise(int from, int to, int shift) {
        int[] v = slopes.values();
        int[] c = columnTop;
        for (int p = from; p < to; p++) c[p + shift] = Math.max(c[p + shift], v[p]);
    }

    /** The blocks of this row and the next. */
    private void blocks(int y) {
        int row = cells.rowLength();
        int last = cells.at(y, cells.width() - 1);
        int a = slopes.first(y);
        int b = slopes.first(y + 1);
        for (int p = cells.at(y, 0); p < last; ) {
            int endA = slopes.start(a + 1);
            int endB = slopes.start(b + 1) - row;
            int inside = Math.min(last, Math.min(endA, endB) - 1); // blocks before it lie in one slope of each row
            int hillA = slopes.hill(a);
            int hillB = slopes.hill(b);
            if (hillA == hillB && hillA != 0) same(p, inside, hillA);
            else if (hillA != hillB) for (int i = p; i < inside; i++) mixed(i, hillA, hillA, hillB, hillB);
            if (inside == last) return;
            if (endA == inside + 1) a++;
            if (endB == inside + 1) b++;
            mixed(inside, hillA, slopes.hill(a), hillB, slopes.hill(b));
            p = inside + 1;
        }
    }

    /** Blocks whose left upper pixels lie in from..to-1, on one hill. */
    private void same(int from, int to, int h) {
        int[] v = slopes.values();
        int[] n = count;
        int row = cells.rowLength();
        int table = h * TABLES << 8;
        int low = Math.min(v[from], v[from + row]);
        int high = Math.max(v[from], v[from + row]);
        int p = from + 1;
        for (; p < to; p += 2) {
            int low1 = Math.min(v[p], v[p + row]);
            int high1 = Math.max(v[p], v[p + row]);
            n[table | Math.min(Math.max(low, low1), Math.min(high, high1))]++;
            n[(table | 256) + Math.min(low, low1)]++;
            low = Math.min(v[p + 1], v[p + row + 1]);
            high = Math.max(v[p + 1], v[p + row + 1]);
            n[(table | 512) + Math.min(Math.max(low, low1), Math.min(high, high1))]++;
            n[(table | 768) + Math.min(low, low1)]++;
        }
        if (p == to) {
            int low1 = Math.min(v[p], v[p + row]);
            int high1 = Math.max(v[p], v[p + row]);
            n[table | Math.min(Math.max(low, low1), Math.min(high, high1))]++;
            n[(table | 256) + Math.min(low, low1)]++;
        }
    }

    /** One block of pixels that may lie on different hills: row by row. */
    private void mixed(int p, int h0, int h1, int h2, int h3) {
        int[] v = slopes.values();
        int row = cells.rowLength();
        int v0 = v[p];
        int v1 = v[p + 1];
        int v2 = v[p + row];
        int v3 = v[p + row + 1];
        boolean left0 = v0 >= v1;
        boolean left2 = v2 >= v3;
        int upper = Math.max(v0, v1);
        int lower = Math.max(v2, v3);
        int h = upper >= lower ? left0 ? h0 : h1 : left2 ? h2 : h3;
        int smallest = Math.min(Math.min(v0, v1), Math.min(v2, v3));
        int third = Math.min(Math.max(Math.min(v0, v1), Math.min(v2, v3)), Math.min(upper, lower));
        count[h * TABLES << 8 | third]++;
        count[(h * TABLES << 8 | 256) + smallest]++;
        pass(h0, h1, Math.min(v0, v1));
        pass(h2, h3, Math.min(v2, v3));
        pass(h0, h2, Math.min(v0, v2));
        pass(h0, h3, Math.min(v0, v3));
        pass(h1, h2, Math.min(v1, v2));
        pass(h1, h3, Math.min(v1, v3));
    }

    private void pass(int a, int b, int value) {
        int at = Math.min(a, b) * most + Math.max(a, b);
        if (value > pass[at]) pass[at] = value;
    }

    private void add(int h) {
        int[] n = count;
        int[] sum = half;
        int table = h * TABLES << 8;
        int to = h << 8;
        for (int value = 0; value < 256; value++)
            sum[to + value] =
                    n[table + value] + n[table + 256 + value] + n[table + 512 + value] + n[table + 768 + value];
    }

    Slopes slopes() {
        return slopes;
    }

    /** Adds the numbers of a hill to another's. */
    void join(int to, int gone) {
        add(half, to << 8, gone << 8);
        max(rowTop, to * rows(), gone * rows(), rows());
        max(columnTop, to * columns(), gone * columns(), columns());
    }

    private static void add(int[] table, int to, int from) {
        for (int i = 0; i < 256; i++) table[to + i] += table[from + i];
    }

    private static void max(int[] table, int to, int from, int length) {
        for (int i = 0; i < length; i++) table[to + i] = Math.max(table[to + i], table[from + i]);
    }

    /** Halves of blocks that become foreground with this value. */
    int half(int hill, int value) {
        return half[hill << 8 | value];
    }

    /** Largest value of a hill in a row, counted from 1; 0 in the margin and where it has none. */
    int rowTop(int hill, int row) {
        return rowTop[hill * rows() + row];
    }

    int columnTop(int hill, int column) {
        return columnTop[hill * columns() + column];
    }

    /** The value at which two hills, the smaller number first, become one directly; 0 if they do not. */
    int pass(int a, int b) {
        return pass[a * most + b];
    }
}
