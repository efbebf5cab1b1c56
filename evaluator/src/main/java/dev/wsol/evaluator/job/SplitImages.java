package dev.wsol.evaluator.job;

import dev.wsol.vision.dataset.Sample;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.ImageException;
import dev.wsol.vision.image.Pixels;
import dev.wsol.vision.model.ModelConfig;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The images of one split, decoded when asked for. The first ones decoded are kept up to a bound, so that the next
 * checkpoint on a small data set decodes nothing; a large split is decoded anew. Safe from many threads.
 */
final class SplitImages {
    private static final int SIDE = ModelConfig.IMAGE;

    private final List<Sample> samples;
    private final Decoder decoder;
    private final AtomicReferenceArray<Frame> kept;
    private final AtomicInteger room;

    /** @param room how many more frames may be kept, of 150 kB each; splits share it */
    SplitImages(List<Sample> samples, Decoder decoder, AtomicInteger room) {
        this.samples = List.copyOf(samples);
        this.decoder = decoder;
        this.kept = new AtomicReferenceArray<>(samples.size());
        this.room = room;
    }

    int count() {
        return samples.size();
    }

    Sample sample(int i) {
        return samples.get(i);
    }

    /** @throws ImageException if the file cannot be used */
    Frame frame(int i) {
        var known = kept.get(i);
        if (known != null) return known;
        Pixels full = decoder.decode(samples.get(i).path());
        var frame = new Frame(i, samples.get(i), full.size(), full.resize(SIDE, SIDE));
        if (room.getAndDecrement() > 0) kept.set(i, frame);
        return frame;
    }
}
