package dev.wsol.worker.train;

import java.nio.ByteBuffer;

/**
 * Images and labels of one step. The pixels are lent: they may be overwritten once the next batch has been asked for.
 *
 * @param pixels normalised (B,3,224,224) float32 in a direct buffer of native byte order
 * @param labels B class indices
 */
public record Batch(ByteBuffer pixels, int[] labels) {
    public int size() {
        return labels.length;
    }
}
