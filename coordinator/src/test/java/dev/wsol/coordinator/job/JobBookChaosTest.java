package dev.wsol.coordinator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Command;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.Report;
import dev.wsol.coordinator.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random words of random workers in random order, with take-overs in between: the promises hold in every history. */
class JobBookChaosTest {
    private static final int STEPS = 6_000;
    private static final Rules RULES =
            new Rules(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1), 3, 4);

    private final MemoryTable table = new MemoryTable();
    private final List<JobEvent> history = new ArrayList<>();
    private JobBook book = new JobBook(table, RULES);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Random dice;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void every_accepted_job_ends_once_every_epoch_has_one_holder_every_result_is_told_once(long seed) {
        dice = new Random(seed);
        for (int step = 0; step < STEPS; step++) happen();
        for (int round = 0; round < 2_000 && open() > 0; round++) finishSomething();

        assertThat(open()).isZero();
        assertThat(history.stream().filter(JobEvent.Submitted.class::isInstance))
                .hasSizeGreaterThan(20);
        assertThatEachJobEndedOnce();
        assertThatEachEpochHadOneHolder();
        assertThatEachResultWasToldOnce();
        assertThatNothingHappenedAfterTheEnd();
    }

    private void happen() {
        switch (dice.nextInt(12)) {
            case 0 -> submit();
            case 1 -> pass(dice.nextInt(15));
            case 2 -> {
                if (dice.nextInt(40) == 0) hear(book.on(new Command.Cancel("c", anyId(), now, "dice"), now));
            }
            case 3 -> {
                if (dice.nextInt(20) == 0) takeOver();
            }
            case 4 -> {
                if (dice.nextInt(30) == 0) hear(book.on(new Command.Pause("p", anyId(), now, "dice", ""), now));
                if (dice.nextInt(20) == 0) hear(book.on(new Command.Resume("r", anyId(), now, "dice"), now));
            }
            default -> say();
        }
    }

    private void submit() {
        if (dice.nextInt(20) != 0) return;
        var id = new JobId("j" + dice.nextInt(30));
        var when =
                List.of(When.NEVER, When.LAST_CHECKPOINT, When.EACH_CHECKPOINT).get(dice.nextInt(3));
        JobSpec spec = dice.nextInt(3) == 0 ? Samples.sweep(when, 0.1, 0.2, 0.3) : Samples.train(when);
        hear(book.on(new Command.Submit("c" + history.size(), id, now, spec), now));
    }

    private void say() {
        if (table.jobs.isEmpty()) return;
        var job = table.jobs.get(anyId());
        int epoch = Math.max(1, job.leaseEpoch() - dice.nextInt(2) + dice.nextInt(2));
        var worker = job.worker().isEmpty() || dice.nextInt(3) == 0 ? "w" + dice.nextInt(4) : job.worker();
        hear(book.on(new Report(job.id(), epoch, worker, now, anyWord(job, epoch)), now));
    }

    private Report.Body anyWord(Job job, int epoch) {
        return switch (dice.nextInt(8)) {
            case 0, 1, 2 -> new Report.Claimed();
            case 3 -> new Report.Alive();
            case 4 -> new Report.CheckpointSaved(Samples.checkpoint(epoch, 1 + dice.nextInt(4)));
            case 5 -> dice.nextInt(4) == 0 ? new Report.Released("dice") : new Report.Alive();
            case 6 ->
                new Report.AttemptFailed(
                        new Failure(dice.nextInt(3) == 0 ? Failure.Code.DIVERGED : Failure.Code.DISK_FULL, "dice"));
            default -> done(job);
        };
    }

    private static Report.Body done(Job job) {
        return job.spec() instanceof JobSpec.Evaluate e
                ? new Report.EvaluationFinished(Samples.results(job.id(), e))
                : new Report.TrainingFinished();
    }

    private void finishSomething() {
        for (var job : List.copyOf(table.jobs.values()))
            hear(book.on(new Command.Resume("r", job.id(), now, "end"), now));
        pass(31 * 64);
        for (var job : List.copyOf(table.jobs.values())) {
            if (job.state().ended() || job.spec() instanceof JobSpec.Sweep) continue;
            var worker = job.worker().isEmpty() ? "w0" : job.worker();
            for (var word : List.of(
                    new Report.Claimed(),
                    new Report.CheckpointSaved(Samples.checkpoint(job.leaseEpoch(), 4)),
                    done(job))) hear(book.on(new Report(job.id(), job.leaseEpoch(), worker, now, word), now));
        }
    }

    private void takeOver() {
        book = new JobBook(table, RULES);
        book.takeOver(List.copyOf(table.jobs.values()), now);
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
        hear(book.tick(now));
    }

    private void hear(List<JobEvent> events) {
        history.addAll(events);
    }

    private JobId anyId() {
        var ids = List.copyOf(table.jobs.keySet());
        return ids.isEmpty() ? new JobId("nobody") : ids.get(dice.nextInt(ids.size()));
    }

    private long open() {
        return table.jobs.values().stream().filter(j -> !j.state().ended()).count();
    }

    private void assertThatEachJobEndedOnce() {
        var ends = new HashMap<JobId, Integer>();
        history.stream().filter(JobEvent::terminal).forEach(e -> ends.merge(e.job(), 1, Integer::sum));
        assertThat(ends.keySet()).isEqualTo(table.jobs.keySet());
        assertThat(ends.values()).containsOnly(1);
    }

    private void assertThatEachEpochHadOneHolder() {
        Map<String, String> holders = new HashMap<>();
        for (var event : history)
            if (event instanceof JobEvent.LeaseGranted g)
                assertThat(holders.computeIfAbsent(g.job() + "@" + g.leaseEpoch(), k -> g.worker()))
                        .as("holder of %s@%s", g.job(), g.leaseEpoch())
                        .isEqualTo(g.worker());
    }

    private void assertThatEachResultWasToldOnce() {
        var told = history.stream()
                .filter(JobEvent.Scored.class::isInstance)
                .map(e -> e.job() + "/" + ((JobEvent.Scored) e).result().key())
                .toList();
        assertThat(told).doesNotHaveDuplicates();
        var trained = history.stream()
                .filter(e -> e instanceof JobEvent.Submitted s && s.spec() instanceof JobSpec.Evaluate)
                .map(e -> (JobEvent.Submitted) e)
                .map(s -> s.parent().get() + "#"
                        + ((JobSpec.Evaluate) s.spec()).checkpoint().epoch())
                .toList();
        assertThat(trained).as("evaluations by training epoch").doesNotHaveDuplicates();
    }

    private void assertThatNothingHappenedAfterTheEnd() {
        var ended = new HashSet<JobId>();
        for (var event : history) {
            if (!(event instanceof JobEvent.ClaimRefused || event instanceof JobEvent.Refused))
                assertThat(ended).as("%s after the end", event).doesNotContain(event.job());
            if (event.terminal()) ended.add(event.job());
        }
        assertThat(table.jobs.values()).allMatch(j -> j.state() != JobState.RUNNING);
    }
}
