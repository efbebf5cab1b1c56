package dev.wsol.coordinator.benchmark;

import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.CheckpointMatch;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.Command;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.contract.Report;
import dev.wsol.coordinator.Samples;
import dev.wsol.coordinator.job.JobBook;
import dev.wsol.coordinator.job.MemoryTable;
import dev.wsol.coordinator.job.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A job book, the rules over it, and everything they decided. */
class BenchmarkScene {
    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    final MemoryTable jobs = new MemoryTable();
    final Map<String, byte[]> kept = new TreeMap<>();
    final List<JobEvent> history = new ArrayList<>();
    JobBook book = new JobBook(jobs, Rules.DEFAULT);
    BenchmarkBook benchmarks = benchmarks();

    static JobSpec.Evaluate spec(JobEvent.Submitted s) {
        return (JobSpec.Evaluate) s.spec();
    }

    BenchmarkBook benchmarks() {
        return new BenchmarkBook(jobs, new MemoryNotes(kept), c -> book.on(c, NOW));
    }

    void create(String name, String data, String... on) {
        create(rule(name, data, on), false);
    }

    void create(BenchmarkRule rule, boolean existing) {
        hear(benchmarks.on(
                new Command.CreateBenchmark(
                        "c-" + rule.name(), BenchmarkRule.subject(rule.name()), NOW, rule, existing),
                NOW));
    }

    static BenchmarkRule rule(String name, String data, String... on) {
        return new BenchmarkRule(
                name,
                List.of(on).stream().map(CheckpointMatch::parse).toList(),
                DataRef.at(data),
                List.of("deployed"),
                "bench",
                0,
                0);
    }

    void register(RegisteredCheckpoint c) {
        hear(benchmarks.on(new Command.RegisterCheckpoint("r", c.subject(), NOW, c), NOW));
    }

    void train(String id, When when) {
        hear(book.on(new Command.Submit("s", new JobId(id), NOW, trainSpec(when)), NOW));
        claim(new JobId(id));
    }

    static JobSpec.Train trainSpec(When when) {
        var t = Samples.train(when);
        return new JobSpec.Train(
                t.model(),
                t.data(),
                t.recipe(),
                new dev.wsol.contract.EvaluationRequest(when, List.of("deployed"), 0, "default"),
                "default");
    }

    void claim(JobId id) {
        hear(book.on(new Report(id, 1, "w", NOW, new Report.Claimed()), NOW));
    }

    void checkpoint(String job, int epoch) {
        say(
                job,
                new Report.CheckpointSaved(
                        new CheckpointRef("s3://wsol/" + job + "/" + epoch, sha(job, epoch), epoch)));
    }

    static String sha(String job, int epoch) {
        return String.format("%-12s", Integer.toHexString(job.hashCode() + epoch))
                        .replace(' ', '0')
                + "0".repeat(52);
    }

    void say(String job, Report.Body body) {
        hear(book.on(new Report(new JobId(job), 1, "w", NOW, body), NOW));
    }

    void score(JobEvent.Submitted s, double value) {
        claim(s.job());
        List<EvaluationResult> results = List.of(Samples.result(s.job(), spec(s), "deployed", value));
        hear(book.on(new Report(s.job(), 1, "w", NOW, new Report.EvaluationFinished(results)), NOW));
    }

    void hear(List<JobEvent> events) {
        history.addAll(events);
        history.addAll(benchmarks.after(events, NOW));
    }

    JobEvent.Submitted last() {
        var all = submitted();
        return all.get(all.size() - 1);
    }

    List<JobEvent.Submitted> submitted() {
        return history.stream()
                .filter(e -> e instanceof JobEvent.Submitted s && s.spec() instanceof JobSpec.Evaluate)
                .map(JobEvent.Submitted.class::cast)
                .toList();
    }

    List<JobEvent.RegressionDetected> regressions() {
        return history.stream()
                .filter(e -> e instanceof JobEvent.RegressionDetected)
                .map(JobEvent.RegressionDetected.class::cast)
                .toList();
    }

    static RegisteredCheckpoint foreign(String source, int n) {
        return new RegisteredCheckpoint(
                new CheckpointRef("s3://lab/" + n, String.format("%012x", n) + "f".repeat(52), 0),
                ModelSpec.named("scm"),
                new Origin("", "", 0, n, "", source));
    }
}
