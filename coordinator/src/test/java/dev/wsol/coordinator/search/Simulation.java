package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Objective;
import dev.wsol.contract.sweep.SearchStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A search and its history by hand: no jobs, no workers. */
final class Simulation {
    static final Objective MOST = new Objective("deployed", "validationTop1Loc", true);

    final Search search;
    final History history;
    final List<String> log = new ArrayList<>();

    Simulation(Search search, Objective objective, Budget budget) {
        this.search = search;
        this.history = new History(objective, budget);
    }

    Simulation(Search search) {
        this(search, MOST, Budget.NONE);
    }

    /** Everything that the search wants now, at most so many trials. */
    Simulation ask(int room) {
        for (int left = room; ; ) {
            var step = search.next(history, left > 0, true);
            if (step.isEmpty()) return this;
            if (!(step.get() instanceof SearchStep.Stopped)) left--;
            log.add(brief(step.get()));
            history.add(step.get());
        }
    }

    Simulation tell(int trial, int epoch, double value) {
        history.add(new SearchStep.Measured(trial, epoch, value));
        return this;
    }

    /** Without the reasons: {@code new 4 until 1}, {@code go 2 until 3}, {@code stop 1}. */
    static String brief(SearchStep step) {
        if (step instanceof SearchStep.Proposed s)
            return s.from()
                    .map(f -> String.format(
                            Locale.ROOT, "new %d until %d from %d@%d", s.trial(), s.until(), f.trial(), f.epoch()))
                    .orElse("new " + s.trial() + " until " + s.until());
        if (step instanceof SearchStep.Continued s) return "go " + s.trial() + " until " + s.until();
        return "stop " + ((SearchStep.Stopped) step).trial();
    }
}
