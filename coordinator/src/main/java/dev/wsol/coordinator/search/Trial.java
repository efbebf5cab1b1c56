package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Point;
import dev.wsol.contract.sweep.SearchStep;
import java.time.Duration;
import java.time.Instant;
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
        Work work) {

    /**
     * What it has used.
     *
     * @param epoch it had reached when it last freed a worker
     * @param seconds that it held workers
     * @param since when it holds one now
     */
    public record Work(int epoch, double seconds, Optional<Instant> since) {
        static final Work NONE = new Work(0, 0, Optional.empty());

        /** Seconds until then, those under way included. */
        public double seconds(Instant now) {
            return seconds
                    + since.map(s -> Duration.between(s, now).toMillis() / 1e3).orElse(0.0);
        }
    }

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
                Work.NONE);
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
        return new Trial(number, point, until, bracket, from, repeats, all, stopped, ended, work);
    }

    Trial continued(int next) {
        return new Trial(number, point, next, bracket, from, repeats, measures, stopped, ended, work);
    }

    Trial stopped(String why) {
        return new Trial(number, point, until, bracket, from, repeats, measures, Optional.of(why), ended, work);
    }

    Trial ended(String how) {
        return new Trial(number, point, until, bracket, from, repeats, measures, stopped, Optional.of(how), work);
    }

    Trial started(Instant at) {
        return with(new Work(work.epoch, work.seconds, Optional.of(at)));
    }

    Trial freed(int epoch, double more) {
        return with(new Work(Math.max(epoch, work.epoch), work.seconds + more, Optional.empty()));
    }

    private Trial with(Work done) {
        return new Trial(number, point, until, bracket, from, repeats, measures, stopped, ended, done);
    }
}
