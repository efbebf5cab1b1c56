package dev.wsol.coordinator.benchmark;

import dev.wsol.contract.Backfill;
import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.contract.wire.BadMessage;
import dev.wsol.contract.wire.EventCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules on their way through the checkpoints that were there before. They go piece by piece, each a transaction of its own:
 * thousands of jobs made at once would keep signs of life and everybody's commands waiting.
 */
final class Backfills {
    /** Jobs made in one piece. Each is some 2 kB of records and of changelog. */
    static final int MOST_MADE = 100;
    /** Checkpoints looked at in one piece, each some 20 microseconds. */
    static final int MOST_LOOKED = 2_000;

    private static final String PREFIX = "backfill/";
    private final Notes notes;
    private final Catalogue catalogue;
    private final Evaluate evaluate;

    /** Makes the evaluate job that is still missing, if one is. */
    interface Evaluate {
        List<JobEvent> of(BenchmarkRule rule, RegisteredCheckpoint checkpoint, Instant now);
    }

    Backfills(Notes notes, Catalogue catalogue, Evaluate evaluate) {
        this.notes = notes;
        this.catalogue = catalogue;
        this.evaluate = evaluate;
    }

    /** The first piece. Of one that is under way it only tells how far it is. */
    List<JobEvent> begin(BenchmarkRule rule, String cause, Instant now) {
        var there = get(rule.name());
        if (there.isPresent())
            return List.of(new JobEvent.BenchmarkBackfilled(
                    there.get().job(), now, cause, there.get().backfill()));
        return next(rule, new Backfill(rule.name(), catalogue.size(), 0, 0, 0), cause, now);
    }

    /** The next piece; nothing for a rule that is done. */
    List<JobEvent> goOn(BenchmarkRule rule, Instant now) {
        return get(rule.name())
                .map(so -> next(rule, so.backfill(), so.cause(), now))
                .orElse(List.of());
    }

    /** Rules that are not done. */
    List<String> underWay() {
        return notes.all(PREFIX).stream()
                .flatMap(b -> read(b).stream())
                .map(so -> so.backfill().rule())
                .toList();
    }

    void drop(String rule) {
        if (notes.get(PREFIX + rule).isPresent()) notes.drop(PREFIX + rule);
    }

    private List<JobEvent> next(BenchmarkRule rule, Backfill so, String cause, Instant now) {
        var jobs = new ArrayList<JobEvent>();
        int looked = so.looked();
        int matched = so.matched();
        int made = so.made();
        while (looked < so.known() && looked - so.looked() < MOST_LOOKED && made - so.made() < MOST_MADE) {
            var checkpoint = catalogue.get(looked++).filter(rule::matches);
            if (checkpoint.isEmpty()) continue;
            matched++;
            var events = evaluate.of(rule, checkpoint.get(), now);
            if (!events.isEmpty()) made++;
            jobs.addAll(events);
        }
        var told = new JobEvent.BenchmarkBackfilled(
                BenchmarkRule.subject(rule.name()),
                now,
                cause,
                new Backfill(rule.name(), so.known(), looked, matched, made));
        if (told.backfill().done()) drop(rule.name());
        else notes.put(PREFIX + rule.name(), EventCodec.encode(told));
        var out = new ArrayList<JobEvent>(List.of(told));
        out.addAll(jobs);
        return out;
    }

    private Optional<JobEvent.BenchmarkBackfilled> get(String rule) {
        return notes.get(PREFIX + rule).flatMap(Backfills::read);
    }

    /** Empty if this build cannot read it: then the rule is not under way here, and can be told again. */
    private static Optional<JobEvent.BenchmarkBackfilled> read(byte[] bytes) {
        try {
            return EventCodec.decode(bytes).map(JobEvent.BenchmarkBackfilled.class::cast);
        } catch (BadMessage written) { // by a newer build, before somebody went back
            return Optional.empty();
        }
    }
}
