package dev.wsol.evaluator.metric;

import dev.wsol.evaluator.metric.BoxSearch.Ends;
import dev.wsol.evaluator.metric.BoxSearch.Found;
import dev.wsol.vision.map.ScoreImage;

/**
 * Follows the boxes of regions from level to level and reports each box once, with all the levels it lived at: a box
 * ends when its region grows beyond it or is joined into another.
 */
final class Lives {
    private int[] since = {}; // level at which a region's box below was first seen
    private long[] box = {};
    private int known; // regions that have been seen are numbered up to here
    private ScoreImage image;
    private Ends ends;
    private Found found;

    /** Begins an image in which at most {@code room} regions come at once; none has been seen yet. */
    void begin(ScoreImage image, int room, Ends ends, Found found) {
        if (since.length <= room) {
            since = new int[room + 1];
            box = new long[room + 1];
        }
        this.image = image;
        this.ends = ends;
        this.found = found;
        forget();
    }

    /** No region has been seen yet. */
    void forget() {
        known = 0;
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
            if (r <= known) report(r, grow, before);
        }
        for (int i = 0; i < regions.changedCount(); i++) {
            int r = regions.changed(i);
            if (!regions.isRegion(r)) continue;
            if (r <= known) report(r, grow, before);
            since[r] = level;
            box[r] = regions.box(r);
        }
        known = regions.begun();
        regions.settled();
    }

    /** Reports what is still there, up to {@code level}. */
    void close(Regions regions, int grow, int level) {
        for (int r = 1; r <= known; r++) if (regions.isRegion(r)) report(r, grow, level);
    }

    /** Rows and columns of regions count from 1. */
    private void report(int r, int grow, int until) {
        long b = box[r];
        found.box(
                Spans.left(b) - 1 - grow,
                Spans.top(b) - 1 - grow,
                ends.after(Spans.right(b) - 1 + grow, image.width()),
                ends.after(Spans.bottom(b) - 1 + grow, image.height()),
                Math.min(since[r], until),
                Math.max(since[r], until));
    }
}
