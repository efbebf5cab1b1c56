package dev.wsol.evaluator.job;

import dev.wsol.evaluator.metric.LevelFit;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.dataset.Sample;
import java.util.List;

/**
 * What is remembered of a scored image until the threshold is known: its box at every level, four bytes each, so that
 * fifty thousand images stay below 60 MB.
 *
 * @param ranked classes, best first, five at most
 * @param peak largest value of the score image
 */
record ImageRow(Sample sample, List<PixelBox> truth, int[] ranked, int peak, int[] boxes) {

    static ImageRow of(Sample sample, List<PixelBox> truth, int[] ranked, LevelFit fit) {
        var boxes = new int[fit.levels()];
        for (int level = 0; level < boxes.length; level++) {
            var b = fit.box(level);
            boxes[level] = b.x0() << 24 | b.y0() << 16 | b.x1() << 8 | b.y1();
        }
        return new ImageRow(sample, truth, ranked, fit.peak(), boxes);
    }

    PixelBox box(int level) {
        int b = boxes[level];
        return new PixelBox(b >>> 24, b >>> 16 & 0xff, b >>> 8 & 0xff, b & 0xff);
    }

    boolean classRight() {
        return ranked.length > 0 && ranked[0] == sample.label();
    }

    boolean classInTopFive() {
        for (int c : ranked) if (c == sample.label()) return true;
        return false;
    }
}
