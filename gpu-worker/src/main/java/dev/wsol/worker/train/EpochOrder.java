package dev.wsol.worker.train;

import java.util.SplittableRandom;

/** In which order an epoch visits the images: a shuffle that depends on (seed, epoch) only. */
final class EpochOrder {
    private EpochOrder() {}

    /** A permutation of 0..size-1. */
    static int[] of(int size, long seed, int epoch) {
        var order = new int[size];
        for (int i = 0; i < size; i++) order[i] = i;
        var random = new SplittableRandom(Seeds.of(Seeds.Use.ORDER, seed, epoch));
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
