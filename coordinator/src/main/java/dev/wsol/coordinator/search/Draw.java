package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Dimension;
import java.util.SplittableRandom;

/** Values of single parameters, drawn, written and read. */
final class Draw {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Draw() {}

    /** Randomness of the n-th decision of a search: needs no memory of the ones before. */
    static SplittableRandom of(long seed, int n) {
        return new SplittableRandom((seed + GOLDEN * (n + 1)) ^ Long.rotateLeft(seed, 31));
    }

    static String any(Dimension d, SplittableRandom random) {
        if (d instanceof Dimension.Choice c)
            return c.options().get(random.nextInt(c.options().size()));
        return Scale.of(d).text(random.nextDouble());
    }
}
