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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decoded test and validation images of the data set used last. Benchmarks score many checkpoints on one data set, so it
 * is decoded once; another data set takes its place. Belongs to one thread.
 */
final class EvaluationData implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluationData.class);
    private static final long MEMORY = 512L << 20;
    private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    private final Decoder decoder;
    private final Path folder;
    private final Map<Split, SplitImages> held = new HashMap<>();
    private String heldKey = "";

    EvaluationData(Decoder decoder, Path folder) {
        this.decoder = decoder;
        this.folder = folder;
    }

    /** @throws dev.wsol.vision.dataset.DatasetException if the lists cannot be used */
    static DatasetSource open(DataRef ref) {
        return Datasets.open(ref);
    }

    SplitImages images(DatasetSource data, Split split) throws InterruptedException {
        var key = key(data);
        if (!key.equals(heldKey)) {
            close();
            heldKey = key;
        }
        var known = held.get(split);
        if (known != null) return known;
        var fresh = load(data.name(), data.split(split));
        held.put(split, fresh);
        return fresh;
    }

    /** The same lists over other files are other images. */
    private static String key(DatasetSource data) {
        var files = Stream.of(Split.VALIDATION, Split.TEST)
                .flatMap(split -> data.split(split).stream())
                .map(Sample::path)
                .toList();
        return data.digest() + "/" + ImageCache.stamp(files);
    }

    private SplitImages load(String name, List<Sample> samples) throws InterruptedException {
        BoxAudit.check(name, samples, decoder);
        var plan = new ImageCache.Plan(ModelConfig.IMAGE, ModelConfig.IMAGE, decoder, THREADS, MEMORY, folder);
        var cache = ImageCache.fill(samples.stream().map(Sample::path).toList(), plan, (done, total, rejected) -> {});
        cache.rejected().forEach(r -> LOG.warn("Left out {}: {}", r.file(), r.reason()));
        return SplitImages.of(samples, cache);
    }

    @Override
    public void close() {
        held.values().forEach(images -> images.cache().close());
        held.clear();
        heldKey = "";
    }
}
