package dev.wsol.worker.train;

import java.util.SplittableRandom;

/** Random pictures whose label shows in one colour channel, so that there is something to learn. */
record Pictures(int size, int classes) implements PixelSource {
    @Override
    public int label(int index) {
        return index % classes;
    }

    @Override
    public void copyResized(int index, byte[] rgb) {
        var random = new SplittableRandom(index);
        random.nextBytes(rgb);
        for (int i = label(index); i < rgb.length; i += 3) rgb[i] = (byte) 255;
    }
}
