package dev.wsol.contract;

import java.util.List;

/** How the learning rate moves. */
public sealed interface Schedule {

    /**
     * The official rule: at the start of each 1-based epoch that any entry divides, the rate is multiplied once.
     * It is a modulo test, not a list of milestones.
     *
     * @param epochs divisors, each at least 1; empty for a constant rate
     * @param factor in (0, 1]
     * @param warmup share of all steps over which the rate first rises linearly, in [0, 1); the official program has none
     */
    record Steps(List<Integer> epochs, double factor, double warmup) implements Schedule {
        public Steps {
            epochs = List.copyOf(epochs);
            epochs.forEach(e -> Need.atLeast("steps", e, 1));
            Need.positive("factor", factor);
            if (factor > 1) throw new BadSpec("factor", "must be at most 1, not " + factor);
            Need.between("warmup", warmup, 0, 1);
        }

        /** The official rule itself. */
        public Steps(List<Integer> epochs, double factor) {
            this(epochs, factor, 0);
        }
    }

    /**
     * Linear warm-up, then a half cosine to zero, both per step.
     *
     * @param warmup share of all steps spent warming up, in [0, 1)
     */
    record Cosine(double warmup) implements Schedule {
        public Cosine {
            Need.between("warmup", warmup, 0, 1);
        }
    }
}
