package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.SearchStep;
import java.util.Optional;

/** Decides, one step after the other. The same history gives the same answer, always. */
public interface Search {
    /** Trials that TPE draws evenly before its first estimate. */
    int STARTUP = 10;

    /**
     * What to do now. Ask again, with the answer in the history, until there is none.
     *
     * @param room whether a worker may be had for one trial more, be it a new one or one that goes on
     * @param fresh whether new trials may begin
     * @return a {@link SearchStep.Stopped}, or with room a {@link SearchStep.Continued} or {@link SearchStep.Proposed}
     */
    Optional<SearchStep> next(History history, boolean room, boolean fresh);

    /** Whether the objective is wanted after this epoch. */
    boolean measures(int epoch);

    /** Trials after which it has nothing more to try by itself; empty for no end. */
    default Optional<Integer> size() {
        return Optional.empty();
    }

    /** @param epochs of a complete training, the last epoch is always measured */
    static Search of(SearchSpec spec, int epochs) {
        var points = Points.of(spec);
        var s = spec.scheduler();
        if (s instanceof Scheduler.Full f) return new FullSearch(points, epochs, f.every());
        if (s instanceof Scheduler.Median m) return new MedianSearch(points, epochs, m);
        if (s instanceof Scheduler.Asha a) return new AshaSearch(points, Rungs.of(a.least(), a.eta(), epochs));
        if (s instanceof Scheduler.Hyperband h) return new HyperbandSearch(points, Brackets.of(h, epochs));
        return new PbtSearch(points, new Explorer(spec.space(), spec.seed()), (Scheduler.Pbt) s, epochs);
    }
}
