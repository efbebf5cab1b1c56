package dev.wsol.evaluator.job;

import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** One pass over a split: every image is seen once by the network and judged by all scorers. */
final class SplitPass {
    private static final int BATCH = 16;

    private SplitPass() {}

    /**
     * @param seen told the number of images of each batch
     * @param stop asked between batches
     * @return false if it was stopped
     */
    static boolean run(
            Network network, SplitImages split, List<ProtocolScorer> scorers, IntConsumer seen, BooleanSupplier stop) {
        var pixels = Network.pixels(BATCH);
        var image = new float[3 * ModelConfig.IMAGE * ModelConfig.IMAGE];
        for (int from = 0; from < split.usable().size(); from += BATCH) {
            if (stop.getAsBoolean()) return false;
            var batch = split.usable()
                    .subList(from, Math.min(from + BATCH, split.usable().size()));
            var floats = pixels.asFloatBuffer();
            for (int i : batch) {
                split.cache().pixels(i).normalize(image, 0);
                floats.put(image);
            }
            try (var prediction = network.predict(pixels, batch.size())) {
                for (int at = 0; at < batch.size(); at++)
                    for (var scorer : scorers) scorer.score(split, batch.get(at), prediction, at);
            }
            seen.accept(batch.size());
        }
        return true;
    }
}
