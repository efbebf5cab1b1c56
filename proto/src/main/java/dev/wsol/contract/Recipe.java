package dev.wsol.contract;

import java.util.List;
import java.util.Optional;

/**
 * How to train: everything that changes the numbers.
 *
 * @param epochs passes over the training images, at least 1
 * @param batch images an update, at least 1
 * @param learningRate peak rate, above 0; never scaled by the batch size
 * @param weightDecay decay of matrices and convolutions, at least 0
 * @param dropPath stochastic depth rate of the last block, in [0, 1)
 * @param seed of initial weights, data order, augmentation, dropout and stochastic depth
 * @param init weights to start from; empty draws them from the seed
 * @param selection which checkpoint counts as the result
 */
public record Recipe(
        int epochs,
        int batch,
        double learningRate,
        double weightDecay,
        double dropPath,
        long seed,
        Schedule schedule,
        Optimizer optimizer,
        Refinements refinements,
        Precision precision,
        Optional<InitialWeights> init,
        Selection selection) {

    /** Defaults of the official training program for CUB (spec section 8), where its command line is silent. */
    public static final Recipe OFFICIAL = new Recipe(30, 16, 5e-5, 0.05, 0.1, 26, new Schedule.Steps(List.of(30), 0.1));

    public Recipe {
        Need.atLeast("epochs", epochs, 1);
        Need.atLeast("batch", batch, 1);
        Need.positive("learningRate", learningRate);
        Need.between("weightDecay", weightDecay, 0, 1e3);
        Need.between("dropPath", dropPath, 0, 1);
        if (refinements.accumulation() > batch)
            throw new BadSpec(
                    "accumulation",
                    "a batch of " + batch + " cannot be cut into " + refinements.accumulation() + " pieces");
    }

    /** The official optimizer in 32 bits from drawn weights, without refinements. */
    public Recipe(
            int epochs,
            int batch,
            double learningRate,
            double weightDecay,
            double dropPath,
            long seed,
            Schedule schedule) {
        this(
                epochs,
                batch,
                learningRate,
                weightDecay,
                dropPath,
                seed,
                schedule,
                Optimizer.OFFICIAL,
                Refinements.NONE,
                Precision.FP32,
                Optional.empty(),
                Selection.DEFAULT);
    }

    public Recipe withLearningRate(double rate) {
        return new Recipe(
                epochs,
                batch,
                rate,
                weightDecay,
                dropPath,
                seed,
                schedule,
                optimizer,
                refinements,
                precision,
                init,
                selection);
    }

    public Recipe withSeed(long other) {
        return new Recipe(
                epochs,
                batch,
                learningRate,
                weightDecay,
                dropPath,
                other,
                schedule,
                optimizer,
                refinements,
                precision,
                init,
                selection);
    }

    public Recipe withEpochs(int other) {
        return new Recipe(
                other,
                batch,
                learningRate,
                weightDecay,
                dropPath,
                seed,
                schedule,
                optimizer,
                refinements,
                precision,
                init,
                selection);
    }

    public Recipe with(Optimizer other) {
        return new Recipe(
                epochs,
                batch,
                learningRate,
                weightDecay,
                dropPath,
                seed,
                schedule,
                other,
                refinements,
                precision,
                init,
                selection);
    }

    public Recipe with(Refinements other) {
        return new Recipe(
                epochs,
                batch,
                learningRate,
                weightDecay,
                dropPath,
                seed,
                schedule,
                optimizer,
                other,
                precision,
                init,
                selection);
    }

    public Recipe with(Precision other) {
        return new Recipe(
                epochs,
                batch,
                learningRate,
                weightDecay,
                dropPath,
                seed,
                schedule,
                optimizer,
                refinements,
                other,
                init,
                selection);
    }

    public Recipe with(InitialWeights start) {
        return new Recipe(
                epochs,
                batch,
                learningRate,
                weightDecay,
                dropPath,
                seed,
                schedule,
                optimizer,
                refinements,
                precision,
                Optional.of(start),
                selection);
    }

    public Recipe with(Selection other) {
        return new Recipe(
                epochs,
                batch,
                learningRate,
                weightDecay,
                dropPath,
                seed,
                schedule,
                optimizer,
                refinements,
                precision,
                init,
                other);
    }
}
