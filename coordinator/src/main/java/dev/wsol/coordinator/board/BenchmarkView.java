package dev.wsol.coordinator.board;

import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.coordinator.benchmark.BenchmarkBook;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Benchmark rules and what they found, for reading by any thread. One thread feeds it events. */
public final class BenchmarkView {
    private static final int MOST_KEPT = 1_000;

    /** A rule and when it was made. */
    public record Rule(BenchmarkRule rule, Instant createdAt) {}

    /** A foreign checkpoint, and what was made of it when it was registered last. */
    public record Registered(RegisteredCheckpoint checkpoint, Instant at, List<JobId> evaluations) {}

    private final Map<String, Rule> rules = new ConcurrentSkipListMap<>();
    private final Map<String, Registered> registered = new ConcurrentHashMap<>();
    private final List<JobEvent.RegressionDetected> regressions = new CopyOnWriteArrayList<>();
    private final Map<String, List<JobId>> evaluations = new ConcurrentHashMap<>();
    private final Map<String, Instant> scoredAt = new ConcurrentHashMap<>();

    /** By name. */
    public Collection<Rule> rules() {
        return rules.values();
    }

    public Optional<Rule> rule(String name) {
        return Optional.ofNullable(rules.get(name));
    }

    /** Evaluate jobs that this rule asked for, oldest first. */
    public List<JobId> evaluations(String rule) {
        return evaluations.getOrDefault(rule, List.of());
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

    /** When this number was first there. */
    public Optional<Instant> scoredAt(EvaluationResult result) {
        return Optional.ofNullable(scoredAt.get(result.key()));
    }

    /** Each event once, in order. */
    public void hear(JobEvent e) {
        if (e instanceof JobEvent.BenchmarkCreated c) rules.put(c.rule().name(), new Rule(c.rule(), c.at()));
        if (e instanceof JobEvent.BenchmarkDeleted d) rules.remove(d.name());
        if (e instanceof JobEvent.CheckpointRegistered r)
            registered.put(
                    r.registered().checkpoint().sha256(), new Registered(r.registered(), r.at(), r.evaluations()));
        if (e instanceof JobEvent.Submitted s && s.cause().startsWith(BenchmarkBook.CAUSE))
            evaluations.merge(
                    s.cause().substring(BenchmarkBook.CAUSE.length()),
                    List.of(s.job()),
                    (old, one) -> Lists.put(old, s.job(), s.job()::equals));
        if (e instanceof JobEvent.Scored s) scoredAt.putIfAbsent(s.result().key(), s.at());
        if (e instanceof JobEvent.RegressionDetected r) {
            if (regressions.size() == MOST_KEPT) regressions.remove(0);
            regressions.add(r);
        }
    }
}
