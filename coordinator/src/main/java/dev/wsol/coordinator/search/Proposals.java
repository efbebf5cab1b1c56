package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.SearchStep;
import java.util.Optional;

/** New trials from scratch. */
final class Proposals {
    private Proposals() {}

    /** The next point of the search, to train until then. */
    static Optional<SearchStep> next(Points points, History h, int until, int bracket, String what) {
        return points.next(h)
                .map(p -> new SearchStep.Proposed(
                        h.size() + 1, p, until, bracket, Optional.empty(), 0, points.name() + "; " + what));
    }
}
