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
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Benchmark rules and what they found, for reading by any thread. One thread feeds it events. */
public final class BenchmarkView implements Memory {
    private static final int MOST_KEPT = 1_000;

    /** A rule and when it was made. */
    public record Rule(BenchmarkRule rule, Instant createdAt) {}

    /** A foreign checkpoint, and what was made of it when it was registered last. */
    public record Registered(RegisteredCheckpoint checkpoint, Instant at, List<JobId> evaluations) {}

    private final Map<String, Rule> rules = new ConcurrentSkipListMap<>();
    private final Map<String, JobEvent.BenchmarkBackfilled> backfills = new ConcurrentHashMap<>();
    private final Map<String, Registered> registered = new ConcurrentHashMap<>();
    private final List<JobEvent.RegressionDetected> regressions = new CopyOnWriteArrayList<>();
    private final Map<String, Set<JobId>> evaluations = new ConcurrentHashMap<>();

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

    /** Evaluate jobs that this rule asked for, oldest first. */
    public List<JobId> evaluations(String rule) {
        var all = evaluations.get(rule);
        return all == null ? List.of() : List.of(all.toArray(JobId[]::new));
    }

    /** The newest first. */
    public List<Registered> registered() {
        return registered.values().stream()
                .sorted((a, b) -> b.at().compareTo(a.at()))
                .toList();
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
            registered.put(
                    r.registered().checkpoint().sha256(), new Registered(r.registered(), r.at(), r.evaluations()));
        if (e instanceof JobEvent.Submitted s && s.cause().startsWith(BenchmarkBook.CAUSE))
            evaluationsOf(s.cause().substring(BenchmarkBook.CAUSE.length())).add(s.job());
        if (e instanceof JobEvent.RegressionDetected r) {
            if (regressions.size() == MOST_KEPT) regressions.remove(0);
            regressions.add(r);
        }
    }

    private Set<JobId> evaluationsOf(String rule) {
        return evaluations.computeIfAbsent(rule, r -> Collections.synchronizedSet(new LinkedHashSet<>()));
    }

    @Override
    public List<Object> keep() {
        var out = new ArrayList<>();
        out.addAll(rules.values());
        out.addAll(backfills.values());
        out.addAll(registered.values());
        out.addAll(regressions);
        evaluations.keySet().forEach(rule -> out.add(new Kept.Asked(rule, evaluations(rule))));
        return out;
    }

    @Override
    public void recall(List<Object> kept) {
        for (var value : kept) {
            if (value instanceof Rule r) rules.put(r.rule().name(), r);
            if (value instanceof JobEvent.BenchmarkBackfilled b)
                backfills.put(b.backfill().rule(), b);
            if (value instanceof Registered r)
                registered.put(r.checkpoint().checkpoint().sha256(), r);
            if (value instanceof JobEvent.RegressionDetected r) regressions.add(r);
            if (value instanceof Kept.Asked a) evaluationsOf(a.rule()).addAll(a.evaluations());
        }
    }
}
