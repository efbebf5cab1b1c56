package dev.wsol.contract.sweep;

import dev.wsol.contract.BadSpec;

/**
 * A search: space, method, what it is after and what it may use up.
 *
 * @param seed of everything that the search draws; trials draw from their recipe's own seed
 */
public record SearchSpec(
        Space space,
        Sampler sampler,
        Scheduler scheduler,
        Objective objective,
        Budget budget,
        long seed,
        Repeats repeats) {
    /** More is almost always a slip of the pen. */
    public static final int MOST_TRIALS = 1000;

    /** Where nobody says how many; the grid and Hyperband know by themselves. */
    public static final int USUAL_TRIALS = 20;

    /** A laptop's worth. */
    public static final int USUAL_PARALLEL = 4;

    public SearchSpec {
        space.dimensions().forEach(SearchSpec::known);
        if (sampler == Sampler.GRID)
            for (var d : space.dimensions())
                if (!(d instanceof Dimension.Choice))
                    throw new BadSpec("space." + d.name(), "a grid needs a list of values, not a range");
        if (budget.trials() > MOST_TRIALS)
            throw new BadSpec("budget.trials", budget.trials() + " trials are more than the limit of " + MOST_TRIALS);
    }

    private static void known(Dimension d) {
        var knob = Knob.named(d.name());
        if (d instanceof Dimension.Choice c) for (var option : c.options()) knob.check(option);
    }
}
