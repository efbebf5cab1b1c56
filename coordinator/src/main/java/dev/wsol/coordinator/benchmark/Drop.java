package dev.wsol.coordinator.benchmark;

import dev.wsol.contract.MeanInterval;
import dev.wsol.contract.Regression.Basis;
import dev.wsol.contract.wire.SeriesCodec.Entry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A value below earlier ones of the same recipe by more than chance explains.
 *
 * @param reference percent
 * @param allowed percentage points below the reference that are still chance
 * @param best the best earlier one, the first of equals
 */
record Drop(double reference, double allowed, Basis basis, Entry best) {
    /**
     * With two seeds or more: below the interval in which one more seed is expected, 95 %, two-sided. That is the interval
     * of the mean widened by {@code sqrt(n + 1)}: the interval of the mean alone gets ever narrower with more seeds, and
     * ordinary seeds would soon fall outside of it. With one seed: further below the best than {@code fixed}, if that is
     * above 0.
     *
     * @param earlier oldest first; the newest of each seed counts
     */
    static Optional<Drop> of(List<Entry> earlier, double value, double fixed) {
        if (earlier.isEmpty()) return Optional.empty();
        var best =
                earlier.stream().max(Comparator.comparingDouble(Entry::value)).orElseThrow();
        var bySeed = new TreeMap<Long, Double>();
        earlier.forEach(e -> bySeed.put(e.seed(), e.value()));
        var drop = bySeed.size() > 1
                ? bySeeds(MeanInterval.of(bySeed.values()), best)
                : new Drop(best.value(), fixed, Basis.FIXED_DROP, best);
        boolean told = drop.basis() == Basis.SEED_INTERVAL || fixed > 0;
        return told && value < drop.reference() - drop.allowed() ? Optional.of(drop) : Optional.empty();
    }

    private static Drop bySeeds(MeanInterval seeds, Entry best) {
        return new Drop(seeds.mean(), seeds.half() * Math.sqrt(seeds.n() + 1.0), Basis.SEED_INTERVAL, best);
    }
}
