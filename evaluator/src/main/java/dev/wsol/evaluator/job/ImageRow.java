package dev.wsol.evaluator.job;

import dev.wsol.evaluator.metric.LevelFit;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.dataset.Sample;
import java.util.List;

/**
 * What is remembered of a scored image until the threshold is known: its box at every level, eight bytes each.
 *
 * @param ranked classes, best first, five at most
 * @param peak largest value of the score image
 */
record ImageRow(Sample sample, List<PixelBox> truth, int[] ranked, int peak, long[] boxes) {

    static ImageRow of(Sample sample, List<PixelBox> truth, int[] ranked, LevelFit fit) {
        var boxes = new long[fit.levels()];
        for (int level = 0; level < boxes.length; level++) {
            var b = fit.box(level);
            boxes[level] = (long) b.x0() << 48 | (long) b.y0() << 32 | (long) b.x1() << 16 | b.y1();
        }
        return new ImageRow(sample, truth, ranked, fit.peak(), boxes);
    }

    PixelBox box(int level) {
        long b = boxes[level];
        return new PixelBox((int) (b >>> 48), (int) (b >>> 32) & 0xffff, (int) (b >>> 16) & 0xffff, (int) b & 0xffff);
    }

    boolean classRight() {
        return ranked.length > 0 && ranked[0] == sample.label();
    }

    boolean classInTopFive() {
        for (int c : ranked) if (c == sample.label()) return true;
        return false;
    }
}
