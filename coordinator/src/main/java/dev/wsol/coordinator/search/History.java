package dev.wsol.coordinator.search;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Objective;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.SearchStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All that a search was told and decided, folded. Not for several threads. */
public final class History {
    private final Objective objective;
    private final List<Trial> trials = new ArrayList<>();
    private Budget budget;
    private final List<SearchStep.Exhausted> exhausted = new ArrayList<>();
    private Optional<Instant> began = Optional.empty();

    public History(Objective objective, Budget budget) {
        this.objective = objective;
        this.budget = budget;
    }

    /** Everything that the search of a sweep was told and decided. */
    public static History of(SearchSpec spec, List<JobEvent.Searched> steps) {
        var out = new History(spec.objective(), spec.budget());
        for (var s : steps) out.add(s.step(), s.at());
        return out;
    }

    /** A step at no particular time. */
    History add(SearchStep step) {
        return add(step, Instant.EPOCH);
    }

    /** @throws IllegalArgumentException if the step speaks of a trial that there is not */
    public History add(SearchStep step, Instant at) {
        if (began.isEmpty()) began = Optional.of(at);
        if (step instanceof SearchStep.Started s) change(s.trial(), t -> t.started(at));
        if (step instanceof SearchStep.Proposed s) propose(s);
        if (step instanceof SearchStep.Measured s) change(s.trial(), t -> t.measured(s.epoch(), s.value()));
        if (step instanceof SearchStep.Continued s) change(s.trial(), t -> t.continued(s.until()));
        if (step instanceof SearchStep.Stopped s) change(s.trial(), t -> t.stopped(s.why()));
        if (step instanceof SearchStep.Freed s) change(s.trial(), t -> t.freed(s.epoch(), s.seconds()));
        if (step instanceof SearchStep.Ended s) change(s.trial(), t -> t.ended(s.how()));
        if (step instanceof SearchStep.Exhausted s) exhausted.add(s);
        if (step instanceof SearchStep.Extended s) extend(s);
        return this;
    }

    private void propose(SearchStep.Proposed s) {
        if (s.trial() != trials.size() + 1)
            throw new IllegalArgumentException("trial " + s.trial() + " follows trial " + trials.size());
        trials.add(Trial.of(s));
    }

    private void change(int trial, UnaryOperator<Trial> how) {
        if (trial < 1 || trial > trials.size()) throw new IllegalArgumentException("there is no trial " + trial);
        trials.set(trial - 1, how.apply(trials.get(trial - 1)));
    }

    private void extend(SearchStep.Extended s) {
        budget = budget.overlaid(s.budget());
        exhausted.clear();
    }

    /** All, in the order of their numbers. */
    public List<Trial> trials() {
        return List.copyOf(trials);
    }

    public Trial trial(int number) {
        return trials.get(number - 1);
    }

    /** Those that belong to the search itself: repeats under other seeds tell it nothing. */
    public Stream<Trial> searched() {
        return trials.stream().filter(t -> t.repeats() == 0);
    }

    public int size() {
        return trials.size();
    }

    /** The limits as they are now. */
    public Budget budget() {
        return budget;
    }

    /** Which limits were reached, in order. */
    public List<SearchStep.Exhausted> exhausted() {
        return List.copyOf(exhausted);
    }

    /** When the first step was; empty before it. */
    public Optional<Instant> began() {
        return began;
    }

    public Objective objective() {
        return objective;
    }

    /** More is better; what was measured last. Empty before the first measurement. */
    public OptionalDouble score(Trial t) {
        return t.measuredAt().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(objective.score(t.measures().lastEntry().getValue()));
    }

    /** More is better; at this epoch, the worst for what was not measured there. */
    public double score(Trial t, int epoch) {
        var value = t.measures().get(epoch);
        return value == null ? Double.NEGATIVE_INFINITY : objective.score(value);
    }

    /** Trials with a measurement, the best first; of equals the one that trained longer, then the earlier one. */
    public List<Trial> ranking() {
        return trials.stream()
                .filter(t -> !t.measures().isEmpty())
                .sorted(Comparator.<Trial>comparingDouble(t -> -score(t).orElseThrow())
                        .thenComparingInt(t -> -t.measures().lastKey())
                        .thenComparingInt(Trial::number))
                .toList();
    }
}
