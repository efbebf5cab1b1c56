package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;
import java.util.Arrays;

/**
 * Every contour at every level in two passes (spec sections 5 and 11): falling for the regions of the foreground, rising
 * for its holes. A hole's contour runs through the pixels around it, so its box is one pixel larger on each side.
 */
final class AllContours implements BoxSearch {
    private final Ends ends;
    private final Regions foreground = Regions.foreground();
    private final Regions background = Regions.background();
    private final int[] end = new int[256]; // where the pixels of each value end in order
    private int[] order = {};
    private Cells cells = Cells.NONE;
    private Lives lives = new Lives(0);

    AllContours(Ends ends) {
        this.ends = ends;
    }

    @Override
    public void search(ScoreImage image, Found found) {
        sort(image);
        int peak = 255;
        while (peak > 0 && end[peak] == end[peak - 1]) peak--;
        if (peak == 0) {
            ends.nothing(found);
            return;
        }
        if (lives.room() < cells.count()) lives = new Lives(cells.count());
        lives.begin(image, ends, found);
        regions(peak);
        holes(peak);
    }

    private void regions(int peak) {
        foreground.start(cells);
        lives.forget();
        for (int value = peak; value > 0; value--) {
            if (end[value] == end[value - 1]) continue;
            for (int i = end[value] - 1; i >= end[value - 1]; i--) foreground.add(order[i]);
            lives.settle(foreground, 0, value - 1, value);
        }
        lives.close(foreground, 0, 0);
    }

    private void holes(int peak) {
        background.start(cells);
        lives.forget();
        for (int value = 0; value < peak; value++) {
            int from = value == 0 ? 0 : end[value - 1];
            if (end[value] == from) continue;
            for (int i = from; i < end[value]; i++) background.add(order[i]);
            lives.settle(background, 1, value, value - 1);
        }
        lives.close(background, 1, peak - 1);
    }

    /** Counting sort by value. */
    private void sort(ScoreImage image) {
        byte[] q = image.pixels();
        if (!cells.fits(image)) cells = Cells.of(image);
        if (order.length != q.length) order = new int[q.length];
        Arrays.fill(end, 0);
        for (byte v : q) end[v & 0xff]++;
        int sum = 0;
        for (int v = 0; v < 256; v++) {
            int n = end[v];
            end[v] = sum;
            sum += n;
        }
        for (int y = 0, i = 0; y < image.height(); y++) {
            int p = cells.at(y, 0);
            for (int x = 0; x < image.width(); x++, i++) order[end[q[i] & 0xff]++] = p + x;
        }
    }
}
