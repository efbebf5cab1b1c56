package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Point;
import dev.wsol.contract.sweep.Space;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Tree-structured Parzen estimator (Bergstra et al. 2011, section 4). The trials so far are split into the good ones and
 * the others; of some values drawn where the good are dense, the one is taken whose density among the good exceeds that
 * among the others most. Each parameter by itself, the parents of conditional ones first. Running trials count among the
 * others, so that workers at the same time do not all try the same place.
 */
final class TpePoints implements Points {
    private static final int CANDIDATES = 24;
    private static final double GOOD_SHARE = 0.1;
    private static final int MOST_GOOD = 25;

    private final Space space;
    private final long seed;
    private final RandomPoints evenly;

    TpePoints(Space space, long seed) {
        this.space = space;
        this.seed = seed;
        this.evenly = new RandomPoints(space, seed);
    }

    @Override
    public Optional<Point> next(History history) {
        var ranked = ranked(history);
        if (ranked.size() < Search.STARTUP) return evenly.next(history);
        int good = Math.min(MOST_GOOD, (int) Math.ceil(GOOD_SHARE * ranked.size()));
        var best = ranked.subList(0, good).stream().map(Trial::point).toList();
        var others = history.searched()
                .filter(t -> !ranked.subList(0, good).contains(t))
                .map(Trial::point)
                .toList();
        return Optional.of(estimated(best, others, Draw.of(seed, history.size())));
    }

    private Point estimated(List<Point> good, List<Point> others, SplittableRandom random) {
        var point = new Point(Map.of());
        for (var d : space.dimensions())
            if (Space.exists(d, point)) point = point.with(d.name(), value(d, good, others, random));
        return point;
    }

    private static String value(Dimension d, List<Point> good, List<Point> others, SplittableRandom random) {
        var among = Density.of(d, good);
        var beside = Density.of(d, others);
        String best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < CANDIDATES; i++) {
            var drawn = among.draw(random);
            double gain = among.log(drawn) - beside.log(drawn);
            if (best == null || gain > most) {
                best = drawn;
                most = gain;
            }
        }
        return best;
    }

    /**
     * The best first, compared at one epoch only: the furthest that enough trials have reached, as BOHB does (Falkner et
     * al. 2018, section 4.1). Without rungs that is the last.
     */
    private static List<Trial> ranked(History history) {
        var reached = new TreeMap<Integer, Integer>();
        history.searched().forEach(t -> t.measures().keySet().forEach(e -> reached.merge(e, 1, Integer::sum)));
        for (int epoch : reached.descendingKeySet())
            if (reached.get(epoch) >= Search.STARTUP)
                return history.searched()
                        .filter(t -> t.measures().containsKey(epoch))
                        .sorted(Comparator.<Trial>comparingDouble(t -> -history.score(t, epoch))
                                .thenComparingInt(Trial::number))
                        .toList();
        return List.of();
    }

    @Override
    public String name() {
        return "tpe";
    }
}
