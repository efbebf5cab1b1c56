package dev.wsol.evaluator.job;

import dev.wsol.evaluator.metric.LevelFit;
import dev.wsol.evaluator.metric.PixelBox;
import java.util.List;

/**
 * What is remembered of a scored image until the threshold is known.
 *
 * @param index place in the lists of its split
 * @param ranked classes, best first, five at most
 * @param truth ground truth in map pixels
 * @param boxed the map that the protocol boxes
 * @param known the labelled class's map; the same object where that is the one boxed
 */
record ImageRow(int index, int[] ranked, List<PixelBox> truth, Boxes boxed, Boxes known) {

    /**
     * The box of a map at every level, eight bytes each.
     *
     * @param peak largest value of the score image, 0..255
     * @param levels corners x0, y0, x1, y1, sixteen bits each
     */
    record Boxes(int peak, long[] levels) {
        static Boxes of(LevelFit fit) {
            var levels = new long[fit.levels()];
            for (int level = 0; level < levels.length; level++) {
                var b = fit.box(level);
                levels[level] = (long) b.x0() << 48 | (long) b.y0() << 32 | (long) b.x1() << 16 | b.y1();
            }
            return new Boxes(fit.peak(), levels);
        }

        PixelBox at(int level) {
            long b = levels[level];
            return new PixelBox(
                    (int) (b >>> 48), (int) (b >>> 32) & 0xffff, (int) (b >>> 16) & 0xffff, (int) b & 0xffff);
        }
    }
}
