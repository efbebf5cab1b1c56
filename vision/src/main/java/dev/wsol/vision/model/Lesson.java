package dev.wsol.vision.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A batch, or a piece of one.
 *
 * @param labels one for each image
 * @param drop drop-path masks (depth,2,B), or none
 */
record Lesson(Images images, int[] labels, float[] drop) {
    int size() {
        return labels.length;
    }

    /** As {@link Images#cut}. */
    List<Lesson> cut(int parts, int depth) {
        int from = 0;
        var out = new ArrayList<Lesson>();
        for (var part : images.cut(parts)) {
            out.add(part(part, from, depth));
            from += part.count();
        }
        return out;
    }

    private Lesson part(Images part, int from, int depth) {
        int count = part.count();
        var masks = new float[drop.length == 0 ? 0 : depth * 2 * count];
        for (int row = 0; row * count < masks.length; row++)
            System.arraycopy(drop, row * size() + from, masks, row * count, count);
        return new Lesson(part, Arrays.copyOfRange(labels, from, from + count), masks);
    }
}
