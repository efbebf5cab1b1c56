package dev.wsol.worker.job;

import dev.wsol.vision.dataset.Sample;
import dev.wsol.vision.image.ImageCache;
import dev.wsol.worker.train.PixelSource;
import java.util.List;
import java.util.stream.IntStream;

/** The training images that could be read, in the order of the lists. */
final class CachedPixels implements PixelSource {
    private final ImageCache cache;
    private final List<Sample> samples;
    private final int[] readable;

    CachedPixels(ImageCache cache, List<Sample> samples) {
        this.cache = cache;
        this.samples = samples;
        this.readable = IntStream.range(0, samples.size()).filter(cache::has).toArray();
    }

    @Override
    public int size() {
        return readable.length;
    }

    @Override
    public int label(int index) {
        return samples.get(readable[index]).label();
    }

    @Override
    public void copyResized(int index, byte[] rgb) {
        cache.copy(readable[index], rgb);
    }
}
