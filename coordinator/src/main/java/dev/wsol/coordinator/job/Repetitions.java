package dev.wsol.coordinator.job;

import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.coordinator.search.Trial;
import java.util.Optional;

/** The best points of a search trained again under other seeds. */
final class Repetitions {
    private static final String SEED = "seed";

    private Repetitions() {}

    /** The next one that is not there yet. */
    static Optional<SearchStep> next(SweepRun run) {
        var h = run.history();
        var best = h.ranking().stream()
                .filter(t -> t.repeats() == 0 && t.measures().containsKey(run.epochs()))
                .limit(run.wanted().repeats().top())
                .toList();
        for (var t : best)
            for (long seed : run.wanted().repeats().seeds())
                if (isNew(t, seed, run))
                    return Optional.of(new SearchStep.Proposed(
                            h.size() + 1,
                            t.point().with(SEED, String.valueOf(seed)),
                            run.epochs(),
                            0,
                            Optional.empty(),
                            t.number(),
                            "repeats trial " + t.number() + " under seed " + seed));
        return Optional.empty();
    }

    private static boolean isNew(Trial t, long seed, SweepRun run) {
        var own = t.point()
                .get(SEED)
                .orElse(String.valueOf(run.spec().base().recipe().seed()));
        var wanted = String.valueOf(seed);
        return !own.equals(wanted)
                && run.history().trials().stream()
                        .noneMatch(r -> r.repeats() == t.number()
                                && r.point().get(SEED).filter(wanted::equals).isPresent());
    }
}
