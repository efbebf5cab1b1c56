package dev.wsol.contract;

import java.util.List;

/**
 * How to train: everything that changes the numbers.
 *
 * @param epochs passes over the training images, at least 1
 * @param batch images a step, at least 1
 * @param learningRate peak rate, above 0; never scaled by the batch size
 * @param weightDecay AdamW decay of matrices and convolutions, at least 0
 * @param dropPath stochastic depth rate of the last block, in [0, 1)
 * @param seed of initial weights, data order, augmentation and stochastic depth
 */
public record Recipe(
        int epochs, int batch, double learningRate, double weightDecay, double dropPath, long seed, Schedule schedule) {

    /** Defaults of the official training program for CUB (spec section 8), where its command line is silent. */
    public static final Recipe OFFICIAL = new Recipe(30, 16, 5e-5, 0.05, 0.1, 26, new Schedule.Steps(List.of(30), 0.1));

    public Recipe {
        Need.atLeast("epochs", epochs, 1);
        Need.atLeast("batch", batch, 1);
        Need.positive("learningRate", learningRate);
        Need.between("weightDecay", weightDecay, 0, 1e3);
        Need.between("dropPath", dropPath, 0, 1);
    }

    public Recipe withLearningRate(double rate) {
        return new Recipe(epochs, batch, rate, weightDecay, dropPath, seed, schedule);
    }

    public Recipe withSeed(long other) {
        return new Recipe(epochs, batch, learningRate, weightDecay, dropPath, other, schedule);
    }
}
