package dev.wsol.evaluator.job;

import dev.wsol.evaluator.metric.BoxScaling;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.dataset.DatasetException;
import java.util.List;
import java.util.Map;

/**
 * What a network saw of one image, as plain arrays: it can be scored on any thread.
 *
 * @param index place in the lists of its split
 * @param logits one a class
 * @param cams coupled maps, 14 x 14, of the labelled class and of those ranked first that some protocol looks at
 * @param semantic the labelled class's map before coupling
 */
record SeenImage(int index, int label, Truth truth, float[] logits, Map<Integer, float[]> cams, float[] semantic) {
    /** Ground truth, brought to a score map by a protocol's rule. */
    @FunctionalInterface
    interface Truth {
        /** @param side of the square score map */
        List<PixelBox> on(BoxScaling rule, int side);

        /**
         * Masks as one label a pixel of the score map, row-major.
         *
         * @throws DatasetException if there are none
         * @throws dev.wsol.vision.image.ImageException if one cannot be read
         */
        default byte[] labels(int side) {
            throw new DatasetException("an image without masks");
        }
    }
}
