package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.SearchStep;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Hyperband (Li et al. 2018, algorithm 1). Within a bracket a rung is decided when all of its trials were measured or have
 * ended; the best of them go on, the others are given up. Free workers begin the next bracket meanwhile.
 */
final class HyperbandSearch implements Search {
    private final Points points;
    private final Brackets brackets;

    HyperbandSearch(Points points, Brackets brackets) {
        this.points = points;
        this.brackets = brackets;
    }

    @Override
    public Optional<SearchStep> next(History history, boolean room, boolean fresh) {
        boolean more = fresh && !past(history) && !usedUp(history);
        int begun = history.searched().mapToInt(Trial::bracket).max().orElse(-1);
        for (int b = 0; b <= begun; b++) {
            var step = decision(b, history, more, room);
            if (step.isPresent()) return step;
        }
        if (!room || !more) return Optional.empty();
        int b = brackets.bracketOf((int) history.searched().count());
        var bracket = brackets.get(b);
        return Proposals.next(
                points,
                history,
                bracket.epochs().get(0),
                b,
                "bracket " + b + " (" + Brackets.words(bracket) + " epochs)");
    }

    /** Without a limit the table is gone through once. */
    private boolean past(History h) {
        return h.budget().trials() == 0 && h.searched().count() >= brackets.trials();
    }

    /** A grid may have fewer points than trials are allowed. */
    private boolean usedUp(History h) {
        return points.size().filter(n -> h.searched().count() >= n).isPresent();
    }

    private Optional<SearchStep> decision(int b, History h, boolean more, boolean room) {
        var bracket = brackets.get(b);
        var members = h.searched().filter(t -> t.bracket() == b).toList();
        boolean full = members.size() >= bracket.trials().get(0) || !more;
        for (int k = 0; full && k < bracket.top(); k++) {
            int epoch = bracket.epochs().get(k);
            if (members.stream()
                    .anyMatch(
                            t -> t.open() && t.until() <= epoch && !t.measures().containsKey(epoch)))
                return Optional.empty(); // this rung is not complete, so none above it is
            var step = halved(members, bracket, k, h, room);
            if (step.isPresent()) return step;
        }
        return Optional.empty();
    }

    private Optional<SearchStep> halved(List<Trial> members, Brackets.Bracket bracket, int k, History h, boolean room) {
        int epoch = bracket.epochs().get(k);
        var rung = members.stream()
                .filter(t -> t.measures().containsKey(epoch))
                .sorted(Comparator.<Trial>comparingDouble(t -> -h.score(t, epoch))
                        .thenComparingInt(Trial::number))
                .toList();
        int best = Math.min(bracket.trials().get(k + 1), Math.max(1, rung.size() / brackets.eta()));
        for (int place = rung.size() - 1; place >= 0; place--) {
            var t = rung.get(place);
            if (!t.open() || t.until() != epoch) continue;
            var where = "place " + (place + 1) + " of " + rung.size() + " at epoch " + epoch
                    + " of its bracket; the best " + best + " go on";
            if (place >= best) return Optional.of(new SearchStep.Stopped(t.number(), where));
            if (room && !earlierWaits(rung, place, epoch))
                return Optional.of(
                        new SearchStep.Continued(t.number(), bracket.epochs().get(k + 1), where));
        }
        return Optional.empty();
    }

    /** The best goes first. */
    private static boolean earlierWaits(List<Trial> rung, int place, int epoch) {
        return rung.subList(0, place).stream().anyMatch(t -> t.open() && t.until() == epoch);
    }

    @Override
    public boolean measures(int epoch) {
        return brackets.measures(epoch);
    }

    @Override
    public Optional<Integer> size() {
        return Optional.of(Math.min(brackets.trials(), points.size().orElse(Integer.MAX_VALUE)));
    }
}
