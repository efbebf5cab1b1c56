package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.SearchStep;
import java.util.Comparator;
import java.util.Optional;

/**
 * Asynchronous successive halving (Li et al. 2020, algorithm 2). A free worker is given to the best trial of the highest
 * rung that is among the best 1/eta of its rung and has not gone on yet; if there is none, to a new trial at the bottom.
 */
final class AshaSearch implements Search {
    private final Points points;
    private final Rungs rungs;

    AshaSearch(Points points, Rungs rungs) {
        this.points = points;
        this.rungs = rungs;
    }

    @Override
    public Optional<SearchStep> next(History history, boolean room, boolean fresh) {
        if (!room) return Optional.empty();
        for (int k = rungs.top() - 1; k >= 0; k--) {
            var step = promotion(k, history);
            if (step.isPresent()) return step;
        }
        if (!fresh) return Optional.empty();
        int first = rungs.epochs().get(0);
        return Proposals.next(points, history, first, 0, "rung 0, until epoch " + first);
    }

    private Optional<SearchStep> promotion(int k, History h) {
        int epoch = rungs.epochs().get(k);
        var rung = h.searched()
                .filter(t -> t.measures().containsKey(epoch))
                .sorted(Comparator.<Trial>comparingDouble(t -> -h.score(t, epoch))
                        .thenComparingInt(Trial::number))
                .toList();
        int best = rung.size() / rungs.eta();
        for (int place = 0; place < best; place++) {
            var t = rung.get(place);
            if (t.open() && t.until() == epoch) {
                int next = rungs.epochs().get(k + 1);
                return Optional.of(new SearchStep.Continued(
                        t.number(),
                        next,
                        "place " + (place + 1) + " of " + rung.size() + " at rung " + k + " (epoch " + epoch
                                + "); the best " + best + " go on to rung " + (k + 1) + ", until epoch " + next));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean measures(int epoch) {
        return rungs.epochs().contains(epoch);
    }

    @Override
    public Optional<Integer> size() {
        return points.size();
    }
}
