package dev.wsol.evaluator.metric;

import dev.wsol.evaluator.metric.BoxSearch.Ends;
import dev.wsol.evaluator.metric.BoxSearch.Found;
import dev.wsol.vision.map.ScoreImage;
import java.util.Arrays;

/**
 * Follows the boxes of regions from level to level and reports each box once, with all the levels it lived at: a box
 * ends when its region grows beyond it or is joined into another.
 */
final class Lives {
    private static final int UNBORN = -1;

    private final int[] since; // level at which a root's box below was first seen, by root
    private final int[] left;
    private final int[] right;
    private final int[] top;
    private final int[] bottom;
    private ScoreImage image;
    private Ends ends;
    private Found found;

    Lives(int room) {
        since = new int[room];
        left = new int[room];
        right = new int[room];
        top = new int[room];
        bottom = new int[room];
    }

    int room() {
        return since.length;
    }

    void begin(ScoreImage image, Ends ends, Found found) {
        this.image = image;
        this.ends = ends;
        this.found = found;
    }

    /** No region has been seen yet. */
    void forget() {
        Arrays.fill(since, UNBORN);
    }

    /**
     * Compares the regions that grew with what they were.
     *
     * @param grow pixels added on each side of a box
     * @param level the level whose pixels were just added
     * @param before the neighbouring level on the side the pass comes from: the last one at which an old box was there
     */
    void settle(Regions regions, int grow, int level, int before) {
        for (int i = 0; i < regions.joinedAwayCount(); i++) {
            int r = regions.joinedAway(i);
            if (since[r] != UNBORN) report(r, grow, before);
        }
        for (int i = 0; i < regions.touchedCount(); i++) {
            int r = regions.touched(i);
            // pixel 0 stands for the outside
            if (!regions.isRoot(r) || r == 0 || since[r] != UNBORN && same(regions, r)) continue;
            if (since[r] != UNBORN) report(r, grow, before);
            remember(regions, r, level);
        }
        regions.settled();
    }

    /** Reports what is still there, up to {@code level}. */
    void close(Regions regions, int grow, int level) {
        for (int i = 0; i < regions.count(); i++)
            if (regions.isRoot(regions.root(i))) report(regions.root(i), grow, level);
    }

    private boolean same(Regions regions, int r) {
        return left[r] == regions.left(r)
                && right[r] == regions.right(r)
                && top[r] == regions.top(r)
                && bottom[r] == regions.bottom(r);
    }

    private void remember(Regions regions, int r, int level) {
        since[r] = level;
        left[r] = regions.left(r);
        right[r] = regions.right(r);
        top[r] = regions.top(r);
        bottom[r] = regions.bottom(r);
    }

    private void report(int r, int grow, int until) {
        found.box(
                left[r] - grow,
                top[r] - grow,
                ends.after(right[r] + grow, image.width()),
                ends.after(bottom[r] + grow, image.height()),
                Math.min(since[r], until),
                Math.max(since[r], until));
    }
}
