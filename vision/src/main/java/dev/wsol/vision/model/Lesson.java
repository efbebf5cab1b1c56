package dev.wsol.vision.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A batch, or a piece of one.
 *
 * @param pixels normalised RGB, (B,3,224,224) from its position
 * @param labels B class indices
 * @param drop drop-path masks (depth,2,B), or none
 */
record Lesson(ByteBuffer pixels, int[] labels, float[] drop) {
    int size() {
        return labels.length;
    }

    /** At most so many pieces, as equal as they can be, in order; together they are this batch. */
    List<Lesson> cut(int pieces, int depth) {
        if (pieces == 1) return List.of(this);
        int length = (size() + pieces - 1) / pieces;
        var out = new ArrayList<Lesson>();
        for (int from = 0; from < size(); from += length) out.add(part(from, Math.min(from + length, size()), depth));
        return out;
    }

    private Lesson part(int from, int to, int depth) {
        var view = pixels.duplicate().order(ByteOrder.nativeOrder());
        view.position(pixels.position() + from * Network.IMAGE_BYTES);
        var masks = new float[drop.length == 0 ? 0 : depth * 2 * (to - from)];
        for (int row = 0; row * (to - from) < masks.length; row++)
            System.arraycopy(drop, row * size() + from, masks, row * (to - from), to - from);
        return new Lesson(view, Arrays.copyOfRange(labels, from, to), masks);
    }
}
