package dev.wsol.contract.sweep;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Need;

/** How long a trial may train. */
public sealed interface Scheduler {
    /** To the end; measured there, and {@code every} so many epochs where that is above 0. */
    record Full(int every) implements Scheduler {
        public Full {
            Need.atLeast("every", every, 0);
        }
    }

    /**
     * Stops a trial whose best measurement so far is worse than the median of the running means of the others at the
     * same epoch (Golovin et al. 2017, section 3.2.2).
     *
     * @param every epochs between measurements, at least 1
     * @param grace trials are left alone up to this epoch
     * @param trials others that must have come as far, at least 1
     */
    record Median(int every, int grace, int trials) implements Scheduler {
        public Median {
            Need.atLeast("every", every, 1);
            Need.atLeast("grace", grace, 0);
            Need.atLeast("trials", trials, 1);
        }
    }

    /**
     * Asynchronous successive halving (Li et al. 2020, algorithm 2): rungs at r, r*eta, r*eta^2 ... epochs, the best
     * 1/eta of a rung go on.
     *
     * @param least r, epochs of the first rung, at least 1
     * @param eta at least 2
     */
    record Asha(int least, int eta) implements Scheduler {
        public Asha {
            rungs(least, eta);
        }
    }

    /** Hyperband (Li et al. 2018, algorithm 1): brackets of successive halving that start at different rungs. */
    record Hyperband(int least, int eta) implements Scheduler {
        public Hyperband {
            rungs(least, eta);
        }
    }

    /**
     * Population based training (Jaderberg et al. 2017): every {@code interval} epochs a member of the worst share gives
     * way to a child of one of the best share, which goes on from its checkpoint with other hyper-parameters.
     *
     * @param population members, at least 2
     * @param share of the population that is worst, and best, in (0, 0.5]
     */
    record Pbt(int population, int interval, double share) implements Scheduler {
        public Pbt {
            Need.atLeast("population", population, 2);
            Need.atLeast("interval", interval, 1);
            if (!(share > 0 && share <= 0.5))
                throw new BadSpec("share", "must be above 0 and at most 0.5, not " + share);
        }
    }

    private static void rungs(int least, int eta) {
        Need.atLeast("least", least, 1);
        Need.atLeast("eta", eta, 2);
    }
}
