package dev.wsol.evaluator.metric;

/**
 * The rows of an image cut at their lowest pixels, so that each piece, a slope, only rises and then only falls. From a
 * slope's top one climbs on in the row above or below while there is something higher, so every slope belongs to a hill:
 * to the summit where the climb ends. A pixel is joined with its hill's summit at every level at which it is foreground,
 * because nothing on the way is lower than the pixel. So hills are to connected regions what pixels are, and an image
 * has few.
 *
 * <p>Hill 0 is the rows' zeros, which are foreground at no level.
 */
final class Slopes {
    private int[] values = {};
    private Cells cells = Cells.NONE;
    private int[] start = {}; // by slope: its first pixel
    private int[] top = {}; // the last of its highest pixels
    private int[] up = {}; // the slope on which the climb goes on; itself at a summit
    private int[] hill = {};
    private int[] first = {}; // by row, from 0: its first slope; one entry more, for the end
    private int[] summit = {}; // by hill: a highest pixel
    private int hills;
    private int peak;

    /**
     * Cuts an image.
     *
     * @param values by pixel; the margin must hold -1
     * @param most hills that are worth counting
     * @return whether there are so few; otherwise only {@link #peak} is known
     */
    boolean cut(int[] values, Cells cells, int most) {
        if (!cells.equals(this.cells)) {
            int n = cells.height() * (cells.width() / 2 + 1) + 1;
            start = new int[n];
            top = new int[n];
            up = new int[n];
            hill = new int[n];
            first = new int[cells.height() + 1];
        }
        if (summit.length <= most) summit = new int[most + 1];
        this.cells = cells;
        this.values = values;
        cutRows();
        hills = 0;
        for (int y = 0; y < cells.height(); y++) if (!climb(y, most)) return false;
        name();
        join();
        return true;
    }

    private void cutRows() {
        int[] v = values;
        int n = 0;
        int highest = 0;
        for (int y = 0; y < cells.height(); y++) {
            first[y] = n;
            int last = cells.at(y, cells.width() - 1);
            for (int p = cells.at(y, 0); p <= last; p++, n++) {
                start[n] = p;
                int value = v[p];
                for (int after = v[p + 1]; after >= value; after = v[p + 1]) { // the margin ends it
                    value = after;
                    p++;
                }
                top[n] = p;
                highest = Math.max(highest, value);
                for (; p < last && v[p + 1] <= value; p++) value = v[p + 1];
            }
        }
        first[cells.height()] = n;
        start[n] = Integer.MAX_VALUE;
        peak = highest;
    }

    /** Where the slopes of this row lead: to what is higher, or as high and below, so that no climb goes in circles. */
    private boolean climb(int y, int most) {
        int[] v = values;
        int row = cells.rowLength();
        int above = y == 0 ? 0 : first[y - 1];
        int below = first[y + 1];
        for (int s = first[y]; s < first[y + 1]; s++) {
            int value = v[top[s]];
            hill[s] = value == 0 ? 0 : -1;
            if (value == 0) continue;
            int higher = top[s] + 1;
            int from = top[s] - 1;
            while (from >= start[s] && v[from] == value) from--;
            while (higher >= from && v[higher - row] <= value && v[higher + row] < value) higher--;
            if (higher < from) {
                if (hills == most) return false;
                hill[s] = ++hills;
                summit[hills] = top[s];
            } else if (v[higher - row] > value) {
                while (start[above + 1] <= higher - row) above++;
                up[s] = above;
            } else {
                while (start[below + 1] <= higher + row) below++;
                up[s] = below;
            }
        }
        return true;
    }

    private void name() {
        for (int s = 0, n = first[cells.height()]; s < n; s++) {
            if (hill[s] >= 0) continue;
            int at = s;
            while (hill[at] < 0) at = up[at];
            int found = hill[at];
            for (at = s; hill[at] < 0; at = up[at]) hill[at] = found;
        }
    }

    /** Slopes beside each other on one hill become one, which then rises and falls more than once. */
    private void join() {
        int n = 0;
        for (int y = 0; y < cells.height(); y++) {
            int from = first[y];
            first[y] = n;
            for (int s = from; s < first[y + 1]; s++) {
                if (n > first[y] && hill[s] == hill[n - 1]) {
                    if (values[top[s]] > values[top[n - 1]]) top[n - 1] = top[s];
                    continue;
                }
                start[n] = start[s];
                top[n] = top[s];
                hill[n++] = hill[s];
            }
        }
        first[cells.height()] = n;
        start[n] = Integer.MAX_VALUE;
    }

    /** Largest value. */
    int peak() {
        return peak;
    }

    /** Number of hills; they are numbered from 1. */
    int hills() {
        return hills;
    }

    /** A highest pixel of a hill. */
    int summit(int hill) {
        return summit[hill];
    }

    /** The first slope of a row, from 0; the next row's ends them. */
    int first(int y) {
        return first[y];
    }

    /** Where a slope begins. It ends before the next one, or with its row. */
    int start(int slope) {
        return start[slope];
    }

    int hill(int slope) {
        return hill[slope];
    }

    /** A slope's largest value. */
    int top(int slope) {
        return values[top[slope]];
    }

    int[] values() {
        return values;
    }

    Cells cells() {
        return cells;
    }
}
