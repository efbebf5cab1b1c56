package dev.wsol.evaluator.job;

import dev.wsol.contract.DataRef;
import dev.wsol.vision.dataset.BoxAudit;
import dev.wsol.vision.dataset.DatasetSource;
import dev.wsol.vision.dataset.Datasets;
import dev.wsol.vision.dataset.Sample;
import dev.wsol.vision.dataset.Split;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.ImageCache;
import dev.wsol.vision.model.ModelConfig;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Images of the data set used last. Benchmarks score many checkpoints on one data set, so what was decoded stays, up to a
 * bound; another data set takes its place. Belongs to one thread.
 */
final class EvaluationData {
    private static final long MEMORY = 512L << 20;
    private static final int FRAME = 3 * ModelConfig.IMAGE * ModelConfig.IMAGE;

    private final Decoder decoder;
    private final Map<Split, Held> held = new EnumMap<>(Split.class);
    private String digest = "";
    private AtomicInteger room = new AtomicInteger();

    private record Held(long stamp, SplitImages images) {}

    EvaluationData(Decoder decoder) {
        this.decoder = decoder;
    }

    Decoder decoder() {
        return decoder;
    }

    /** @throws dev.wsol.vision.dataset.DatasetException if the lists cannot be used */
    static DatasetSource open(DataRef ref) {
        return Datasets.open(ref);
    }

    /** @throws dev.wsol.vision.dataset.DatasetException if a box lies outside its image */
    SplitImages images(DatasetSource data, Split split) {
        if (!data.digest().equals(digest)) {
            held.clear();
            digest = data.digest();
            room = new AtomicInteger((int) (MEMORY / FRAME));
        }
        var samples = data.split(split);
        long stamp = ImageCache.stamp(samples.stream().map(Sample::path).toList());
        var known = held.get(split);
        if (known != null && known.stamp == stamp)
            return known.images; // the same lists over other files are other images
        BoxAudit.check(data.name(), samples, decoder);
        var fresh = new SplitImages(samples, decoder, room);
        held.put(split, new Held(stamp, fresh));
        return fresh;
    }
}
