package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Knob;
import dev.wsol.contract.sweep.Point;
import dev.wsol.contract.sweep.Space;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A place near another (Jaderberg et al. 2017, section 4.1.1): numbers times 1.2 or 0.8, and each value drawn anew with
 * probability 1/4. What a run cannot change on its way, such as the network, is taken over.
 */
final class Explorer {
    private static final double ANEW = 0.25;
    private static final double UP = 1.2;
    private static final double DOWN = 0.8;

    private final Space space;
    private final long seed;

    Explorer(Space space, long seed) {
        this.space = space;
        this.seed = seed;
    }

    /** @param n number of the trial that the place is for */
    Point near(Point from, int n) {
        var random = Draw.of(seed, n);
        var out = new Point(Map.of());
        for (var d : space.dimensions()) if (Space.exists(d, out)) out = out.with(d.name(), value(d, from, random));
        return out;
    }

    /** One of so many parents for that trial. */
    int pick(int n, int among) {
        return Draw.of(~seed, n).nextInt(among);
    }

    private static String value(Dimension d, Point from, SplittableRandom random) {
        boolean anew = random.nextDouble() < ANEW;
        var drawn = Draw.any(d, random);
        double factor = random.nextBoolean() ? UP : DOWN;
        var old = from.get(d.name());
        if (old.isEmpty()) return drawn;
        if (!Knob.named(d.name()).mayChangeOnTheWay()) return old.get();
        if (anew) return drawn;
        return d instanceof Dimension.Choice ? old.get() : Scale.of(d).bounded(Double.parseDouble(old.get()) * factor);
    }
}
