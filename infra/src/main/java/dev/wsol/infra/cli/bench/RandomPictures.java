package dev.wsol.infra.cli.bench;

import dev.wsol.worker.train.PixelSource;
import java.util.Random;

/** White noise in the place of decoded images. */
final class RandomPictures implements PixelSource {
    private final byte[][] pictures;
    private final int[] labels;

    /**
     * @param count images
     * @param classes that their labels are drawn from
     */
    RandomPictures(int count, int classes, long seed) {
        var random = new Random(seed);
        pictures = new byte[count][3 * SIDE * SIDE];
        for (var picture : pictures) random.nextBytes(picture);
        labels = random.ints(count, 0, classes).toArray();
    }

    @Override
    public int size() {
        return pictures.length;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void copyResized(int index, byte[] rgb) {
        System.arraycopy(pictures[index], 0, rgb, 0, pictures[index].length);
    }
}
