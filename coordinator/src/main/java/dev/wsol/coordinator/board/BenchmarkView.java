package dev.wsol.coordinator.board;

import dev.wsol.contract.Backfill;
import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.coordinator.benchmark.BenchmarkBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Benchmark rules and what they found, for reading by any thread. One thread feeds it events. */
public final class BenchmarkView implements Memory {
    private static final int MOST_KEPT = 1_000;
    private static final Made NONE = new Made();

    /** A rule and when it was made. */
    public record Rule(BenchmarkRule rule, Instant createdAt) {}

    /** A foreign checkpoint, and what was made of it when it was registered last. */
    public record Registered(RegisteredCheckpoint checkpoint, Instant at, List<JobId> evaluations) {
        public Said said() {
            return new Said(at, checkpoint.checkpoint().sha256());
        }
    }

    /** When which checkpoint was registered last: its place in the list. */
    public record Said(Instant at, String sha256) implements Comparable<Said> {
        private static final Comparator<Said> ORDER =
                Comparator.comparing(Said::at).thenComparing(Said::sha256);

        @Override
        public int compareTo(Said other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Evaluate jobs of a rule, the newest first.
     *
     * @param total of all pages
     * @param next where the next page begins; empty when there are no more
     */
    public record Page(List<JobId> jobs, int total, OptionalLong next) {}

    private final Map<String, Rule> rules = new ConcurrentSkipListMap<>();
    private final Map<String, JobEvent.BenchmarkBackfilled> backfills = new ConcurrentHashMap<>();
    private final Map<String, Registered> registered = new ConcurrentHashMap<>();
    private final NavigableMap<Said, Registered> newestFirst =
            new ConcurrentSkipListMap<>(Comparator.<Said>naturalOrder().reversed());
    private final List<JobEvent.RegressionDetected> regressions = new CopyOnWriteArrayList<>();
    private final Map<String, Made> evaluations = new ConcurrentHashMap<>();

    /** By name. */
    public Collection<Rule> rules() {
        return rules.values();
    }

    public Optional<Rule> rule(String name) {
        return Optional.ofNullable(rules.get(name));
    }

    /** How far this rule has come with the checkpoints that were there before; empty if it was never told to look at them. */
    public Optional<Backfill> backfill(String rule) {
        return Optional.ofNullable(backfills.get(rule)).map(JobEvent.BenchmarkBackfilled::backfill);
    }

    /**
     * Evaluate jobs that this rule asked for; page after page gives each that was there at the first once.
     *
     * @param before {@link Page#next} of the page before; empty for the newest
     */
    public Page evaluations(String rule, OptionalLong before, int most) {
        return evaluations.getOrDefault(rule, NONE).page(before, most);
    }

    /**
     * The newest first.
     *
     * @param before only those that were registered before this one; empty for the newest
     */
    public List<Registered> registered(Optional<Said> before, int most) {
        var some = before.map(b -> newestFirst.tailMap(b, false)).orElse(newestFirst);
        return some.values().stream().limit(most).toList();
    }

    /** The newest {@value #MOST_KEPT} of this rule, oldest first. */
    public List<JobEvent.RegressionDetected> regressions(String rule) {
        return regressions.stream()
                .filter(r -> r.regression().rule().equals(rule))
                .toList();
    }

    @Override
    public void hear(JobEvent e) {
        if (e instanceof JobEvent.BenchmarkCreated c) rules.put(c.rule().name(), new Rule(c.rule(), c.at()));
        if (e instanceof JobEvent.BenchmarkDeleted d) {
            rules.remove(d.name());
            backfills.remove(d.name());
        }
        if (e instanceof JobEvent.BenchmarkBackfilled b)
            backfills.put(b.backfill().rule(), b);
        if (e instanceof JobEvent.CheckpointRegistered r)
            register(new Registered(r.registered(), r.at(), r.evaluations()));
        if (e instanceof JobEvent.Submitted s && s.cause().startsWith(BenchmarkBook.CAUSE))
            evaluationsOf(s.cause().substring(BenchmarkBook.CAUSE.length())).add(s.job());
        if (e instanceof JobEvent.RegressionDetected r) {
            if (regressions.size() == MOST_KEPT) regressions.remove(0);
            regressions.add(r);
        }
    }

    private void register(Registered r) {
        var before = registered.put(r.checkpoint().checkpoint().sha256(), r);
        if (before != null) newestFirst.remove(before.said());
        newestFirst.put(r.said(), r);
    }

    private Made evaluationsOf(String rule) {
        return evaluations.computeIfAbsent(rule, r -> new Made());
    }

    @Override
    public List<Object> keep() {
        var out = new ArrayList<>();
        out.addAll(rules.values());
        out.addAll(backfills.values());
        out.addAll(registered.values());
        out.addAll(regressions);
        evaluations.forEach((rule, made) -> out.add(new Kept.Asked(rule, made.all())));
        return out;
    }

    @Override
    public void recall(List<Object> kept) {
        for (var value : kept) {
            if (value instanceof Rule r) rules.put(r.rule().name(), r);
            if (value instanceof JobEvent.BenchmarkBackfilled b)
                backfills.put(b.backfill().rule(), b);
            if (value instanceof Registered r) register(r);
            if (value instanceof JobEvent.RegressionDetected r) regressions.add(r);
            if (value instanceof Kept.Asked a) a.evaluations().forEach(evaluationsOf(a.rule())::add);
        }
    }
}
