package dev.wsol.vision.model;

import java.util.SplittableRandom;

/** Stochastic depth: which samples skip which branch. Masks come from a seed, so a resumed run draws what it would have drawn. */
public final class DropPath {
    private DropPath() {}

    /**
     * Scaled masks (depth,2,B): 1/(1-p) where the branch is kept, 0 where it is skipped; p grows from 0 in the first block to
     * the network's rate in the last (spec section 2.1). Empty when the rate is 0.
     */
    public static float[] masks(ModelConfig config, int batch, long seed) {
        if (config.dropPath() == 0) return new float[0];
        var random = new SplittableRandom(seed);
        var out = new float[config.depth() * 2 * batch];
        for (int i = 0; i < out.length; i++) {
            double p = config.dropPath() * (i / (2 * batch)) / Math.max(1, config.depth() - 1);
            out[i] = random.nextDouble() < p ? 0 : (float) (1 / (1 - p));
        }
        return out;
    }
}
