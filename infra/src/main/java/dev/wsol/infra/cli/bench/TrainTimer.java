package dev.wsol.infra.cli.bench;

import dev.wsol.contract.Recipe;
import dev.wsol.vision.model.CalibrationCost;
import dev.wsol.vision.model.DropPath;
import dev.wsol.vision.model.Network;
import dev.wsol.vision.model.Training;
import dev.wsol.worker.train.Batch;
import dev.wsol.worker.train.ShuffledBatches;
import java.util.Arrays;
import java.util.Iterator;
import java.util.OptionalDouble;

/** Steps as a worker makes them: batches are cropped, mirrored and normalised by two threads beside the engine. */
final class TrainTimer {
    private static final int LOADERS = 2;
    private static final double RATE = 1e-5;

    /** Batches of an epoch; at its end the loader begins anew, which is part of training, too. */
    private static final int BATCHES = 8;

    /** Timed step after which memory should not grow any more. */
    private static final int SETTLED = 10;

    private static final int LAYER_REPEATS = 5;

    private final int warmup;
    private final double[] seconds;
    private OptionalDouble settled = OptionalDouble.empty();
    private double waited;
    private double moving;
    private OptionalDouble layers = OptionalDouble.empty();
    private int done;
    private long before;

    private TrainTimer(int warmup, int steps) {
        this.warmup = warmup;
        this.seconds = new double[steps];
    }

    /** Makes the steps and times them. */
    static TrainTimer run(ComputeOptions options) {
        var timer = new TrainTimer(options.warmup(), options.steps());
        try (var network = Network.create(options.config(), 0, options.device());
                var training = network.train(Recipe.OFFICIAL.with(options.precision()))) {
            var pictures = new RandomPictures(BATCHES * options.batch(), options.classes(), 0);
            var batches = new ShuffledBatches(pictures, options.batch(), 0, LOADERS);
            for (int epoch = 0; timer.wantsMore(); epoch++)
                try (var pass = batches.epoch(epoch)) {
                    for (var each = pass.iterator(); each.hasNext() && timer.wantsMore(); )
                        timer.step(network, training, each);
                }
            timer.moving = training.optimizerSeconds() - timer.moving;
            try (var pass = batches.epoch(0)) {
                Batch batch = pass.iterator().next();
                timer.layers = CalibrationCost.seconds(
                        network, batch.pixels(), batch.labels(), options.precision(), LAYER_REPEATS);
            }
        }
        return timer;
    }

    private boolean wantsMore() {
        return done < warmup + seconds.length;
    }

    /** The answer of a step is the loss before its update, so an accelerator is never more than one update behind. */
    private void step(Network network, Training training, Iterator<Batch> batches) {
        if (done == warmup) {
            before = System.nanoTime();
            moving = training.optimizerSeconds();
        }
        long asked = System.nanoTime();
        Batch batch = batches.next();
        double waiting = (System.nanoTime() - asked) / 1e9;
        var drop = DropPath.masks(network.config(), batch.size(), done);
        training.step(batch.pixels(), batch.labels(), RATE, drop);
        if (done++ < warmup) return;
        long now = System.nanoTime();
        int timed = done - warmup;
        seconds[timed - 1] = (now - before) / 1e9;
        before = now;
        waited += waiting;
        if (timed == Math.min(SETTLED, seconds.length)) settled = Resident.now();
    }

    /** Of every timed step, from the end of the one before it. */
    double[] seconds() {
        return seconds.clone();
    }

    /** Share of the time, 0..1, that was spent waiting for batches. */
    double waitShare() {
        return waited / total();
    }

    /** Share of the time, 0..1, that moving the weights took. */
    double optimizerShare() {
        return moving / total();
    }

    /** What the calibration layers take alone as a share of a mean step; unknown where they are not made to be timed alone. */
    OptionalDouble scmShare() {
        return layers.isEmpty() ? layers : OptionalDouble.of(layers.getAsDouble() * seconds.length / total());
    }

    /** Megabytes in memory after the tenth timed step, or after the last if there are fewer. */
    OptionalDouble settledMegabytes() {
        return settled;
    }

    private double total() {
        return Arrays.stream(seconds).sum();
    }
}
