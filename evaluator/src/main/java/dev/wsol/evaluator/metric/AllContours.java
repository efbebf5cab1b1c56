package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;

/**
 * Every contour at every level in two passes (spec sections 5 and 11): falling for the regions of the foreground, rising
 * for its holes. A hole's contour runs through the pixels around it, so its box is one pixel larger on each side.
 */
final class AllContours implements BoxSearch {
    private final Ends ends;
    private final Relief relief = new Relief();
    private final Regions regions = new Regions();
    private final Lives lives = new Lives();

    AllContours(Ends ends) {
        this.ends = ends;
    }

    @Override
    public void search(ScoreImage image, Found found) {
        relief.of(image);
        relief.sort();
        int peak = relief.peak();
        if (peak == 0) {
            ends.nothing(found);
            return;
        }
        lives.begin(image, image.pixels().length, ends, found);
        foreground(peak);
        if (relief.pits() > 0) holes(peak);
    }

    private void foreground(int peak) {
        regions.start(relief.cells());
        for (int value = peak; value > 0; value--) {
            if (relief.end(value) == relief.begin(value)) continue;
            regions.fall(relief, value);
            lives.settle(regions, 0, value - 1, value);
        }
        lives.close(regions, 0, 0);
    }

    /** From the first hole on until the last has opened to the outside. */
    private void holes(int peak) {
        regions.startOutside(relief.cells());
        lives.forget();
        for (int value = relief.lowestPit(); value < peak; value++) {
            if (relief.end(value) == relief.begin(value)) continue;
            regions.rise(relief, value);
            lives.settle(regions, 1, value, value - 1);
            if (regions.alive() == 0 && regions.begun() == relief.pits()) return;
        }
        lives.close(regions, 1, peak - 1);
    }
}
