package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Point;
import dev.wsol.contract.sweep.SearchStep;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * One trial as the search knows it.
 *
 * @param until epochs after which it waits for a decision, or is done
 * @param measures the objective by epoch, as measured
 * @param seconds that it held workers
 */
public record Trial(
        int number,
        Point point,
        int until,
        int bracket,
        Optional<SearchStep.From> from,
        int repeats,
        NavigableMap<Integer, Double> measures,
        Optional<String> stopped,
        Optional<String> ended,
        double seconds) {
    public Trial {
        measures = Collections.unmodifiableNavigableMap(new TreeMap<>(measures));
    }

    static Trial of(SearchStep.Proposed p) {
        return new Trial(
                p.trial(),
                p.point(),
                p.until(),
                p.bracket(),
                p.from(),
                p.repeats(),
                new TreeMap<>(),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    /** Neither given up nor at its end. */
    public boolean open() {
        return stopped.isEmpty() && ended.isEmpty();
    }

    /** Whether it was measured where it is to wait. */
    public boolean waits() {
        return open() && measures.containsKey(until);
    }

    /** The newest measurement's epoch. */
    public OptionalInt measuredAt() {
        return measures.isEmpty() ? OptionalInt.empty() : OptionalInt.of(measures.lastKey());
    }

    /** Epochs that it took over from another trial. */
    public int begins() {
        return from.map(SearchStep.From::epoch).orElse(0);
    }

    Trial measured(int epoch, double value) {
        var all = new TreeMap<>(measures);
        all.put(epoch, value);
        return new Trial(number, point, until, bracket, from, repeats, all, stopped, ended, seconds);
    }

    Trial continued(int next) {
        return new Trial(number, point, next, bracket, from, repeats, measures, stopped, ended, seconds);
    }

    Trial stopped(String why) {
        return new Trial(number, point, until, bracket, from, repeats, measures, Optional.of(why), ended, seconds);
    }

    Trial ended(String how) {
        return new Trial(number, point, until, bracket, from, repeats, measures, stopped, Optional.of(how), seconds);
    }

    Trial freed(double more) {
        return new Trial(number, point, until, bracket, from, repeats, measures, stopped, ended, seconds + more);
    }
}
