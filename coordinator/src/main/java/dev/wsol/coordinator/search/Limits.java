package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.SearchStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a search has used up what it was given.
 *
 * @param trials that may begin, repeats not counted
 * @param epochs trained so far by all trials
 */
public record Limits(History history, int trials, long epochs, Instant now) {
    /** Of the search's own end: nothing is left to try. */
    public static final String SEARCH = "search";

    private static final String TRIALS = "trials";

    /** The first limit that is reached now and was not before. */
    public Optional<SearchStep.Exhausted> reached() {
        return over().or(this::enough).filter(e -> history.exhausted().stream()
                .noneMatch(x -> x.budget().equals(e.budget())));
    }

    /** Whether what runs must stop, too. */
    public static boolean stopsAll(SearchStep.Exhausted e) {
        return !e.budget().equals(TRIALS);
    }

    private Optional<SearchStep.Exhausted> over() {
        var b = history.budget();
        var best = history.ranking().stream().findFirst();
        if (b.target().isPresent()
                && best.isPresent()
                && history.score(best.get()).orElseThrow()
                        >= history.objective().score(b.target().getAsDouble()))
            return exhausted(
                    "target",
                    "trial %d has %s; %s was good enough",
                    best.get().number(),
                    Words.number(best.get().measures().lastEntry().getValue()),
                    Words.number(b.target().getAsDouble()));
        var passed = history.began().map(t -> Duration.between(t, now)).orElse(Duration.ZERO);
        if (!b.wall().isZero() && passed.compareTo(b.wall()) >= 0)
            return exhausted(
                    "wall",
                    "it began %d s ago; %d s were allowed",
                    passed.toSeconds(),
                    b.wall().toSeconds());
        if (b.epochs() > 0 && epochs >= b.epochs())
            return exhausted("epochs", "%d epochs are trained; %d were allowed", epochs, b.epochs());
        double held = gpuSeconds();
        if (b.gpuSeconds() > 0 && held >= b.gpuSeconds())
            return exhausted("gpuSeconds", "workers were held for %.0f s; %d s were allowed", held, b.gpuSeconds());
        return Optional.empty();
    }

    private Optional<SearchStep.Exhausted> enough() {
        long begun = history.searched().count();
        return begun >= trials
                ? exhausted(TRIALS, "%d trials have begun, as many as are allowed", begun)
                : Optional.empty();
    }

    private double gpuSeconds() {
        return history.trials().stream().mapToDouble(t -> t.work().seconds(now)).sum();
    }

    /** When to look again, as long as nothing else happens; empty when time has no limit. */
    public Optional<Instant> due() {
        if (history.exhausted().stream().anyMatch(Limits::stopsAll)) return Optional.empty();
        var b = history.budget();
        var wall =
                b.wall().isZero() ? Optional.<Instant>empty() : history.began().map(t -> t.plus(b.wall()));
        long busy = history.trials().stream()
                .filter(t -> t.work().since().isPresent())
                .count();
        if (b.gpuSeconds() == 0 || busy == 0) return wall;
        long left = (long) Math.ceil(Math.max(0, b.gpuSeconds() - gpuSeconds()) * 1000 / busy);
        var gpu = now.plusMillis(left);
        return wall.filter(w -> w.isBefore(gpu)).or(() -> Optional.of(gpu));
    }

    private static Optional<SearchStep.Exhausted> exhausted(String budget, String why, Object... facts) {
        return Optional.of(new SearchStep.Exhausted(budget, String.format(Locale.ROOT, why, facts)));
    }
}
