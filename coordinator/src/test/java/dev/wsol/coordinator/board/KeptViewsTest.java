package dev.wsol.coordinator.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Change;
import dev.wsol.contract.Command;
import dev.wsol.contract.EpochReport;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Report;
import dev.wsol.coordinator.Samples;
import dev.wsol.coordinator.job.JobBook;
import dev.wsol.coordinator.job.MemoryTable;
import dev.wsol.coordinator.job.OwnerLimits;
import dev.wsol.coordinator.job.Rules;
import dev.wsol.coordinator.stored.StoredValues;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views that were kept in a file and go on from there, again and again, are those that heard every event. */
class KeptViewsTest {
    private static final int STEPS = 1_500;

    @TempDir
    private Path dir;

    private final MemoryTable table = new MemoryTable();
    private final JobBook book = new JobBook(table, Rules.DEFAULT.with(OwnerLimits.parse("alice=1,*=3")));
    private final List<JobEvent> history = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Random dice;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void what_was_kept_and_the_events_since_are_as_good_as_all_events(long seed) throws IOException {
        dice = new Random(seed);
        for (int step = 0; step < STEPS; step++) happen();
        history.add(foreign());
        assertThat(history).hasAtLeastOneElementOfType(JobEvent.Scored.class);
        var always = new JobView();
        var again = new JobView();
        for (int at = 0; at < history.size(); at++) {
            if (dice.nextInt(history.size() / 5) == 0 || at == history.size() - 1) again = throughAFile(again);
            always.hear(new Seen(2L * at, history.get(at)));
            again.hear(new Seen(2L * at, history.get(at)));
        }

        assertThat(always.all(Wanted.ALL))
                .as("jobs as the book has them")
                .extracting(JobCard::job)
                .containsExactlyInAnyOrderElementsOf(table.jobs.values());
        assertThat(shown(again)).isEqualTo(shown(always));
        assertThat(shown(throughAFile(again))).isEqualTo(shown(always));
    }

    private JobView throughAFile(JobView view) throws IOException {
        var file = new StoredValues(dir.resolve("views"));
        file.write(view.keep());
        var next = new JobView();
        next.recall(file.read().orElseThrow());
        return next;
    }

    /** Everything that can be asked. */
    private Map<String, Object> shown(JobView view) {
        var out = new HashMap<String, Object>();
        var cards = view.all(Wanted.ALL);
        out.put("jobs", cards);
        out.put("failed", view.all(Wanted.of(t -> t.state().ended())));
        view.count((traits, n) -> out.put("count " + traits, n));
        out.put("boards", view.boards(r -> true, part(Optional.empty())));
        for (var card : cards) {
            var id = card.id();
            out.put("place " + id, view.lines().place(id));
            out.put("children " + id, view.children(id));
            out.put("steps " + id, view.steps(id));
            out.put("root " + id, view.root(id));
            if (card.job().spec() instanceof JobSpec.Sweep)
                out.put("boards " + id, view.boards(r -> true, part(Optional.of(id.value()))));
            else out.put("running beside " + id, view.lines().running(card.job()));
        }
        return out;
    }

    private static BoardPage.Part part(Optional<String> sweep) {
        return new BoardPage.Part(sweep, Optional.empty(), 1_000, true);
    }

    /** A result of a job that nobody knows. */
    private JobEvent foreign() {
        var job = new JobId("gone");
        var result = Samples.result(job, Samples.evaluate(Samples.checkpoint(9, 9)), "scm", 12);
        return new JobEvent.Scored(job, now, result);
    }

    private void happen() {
        now = now.plusMillis(dice.nextInt(3_000));
        switch (dice.nextInt(12)) {
            case 0 -> submit();
            case 1 -> history.addAll(book.tick(now));
            case 2 -> {
                if (dice.nextInt(6) == 0) hear(new Command.Cancel("c", anyId(), now, "dice"));
                if (dice.nextInt(4) == 0) hear(new Command.Pause("p", anyId(), now, "dice", ""));
                else hear(new Command.Resume("r", anyId(), now, "dice"));
            }
            case 3 -> {
                if (dice.nextInt(3) == 0) hear(new Command.Retry("t", anyId(), now, "dice"));
                else hear(new Command.Alter("a", anyId(), now, "dice", change()));
            }
            default -> say();
        }
    }

    private void submit() {
        var id = new JobId("j" + dice.nextInt(60));
        var when =
                List.of(When.NEVER, When.LAST_CHECKPOINT, When.EACH_CHECKPOINT).get(dice.nextInt(3));
        JobSpec spec = dice.nextInt(3) == 0 ? Samples.sweep(when, 0.1, 0.2, 0.3) : Samples.train(when);
        hear(new Command.Submit("c" + history.size(), id, now, spec, dice.nextBoolean() ? "alice" : ""));
    }

    private Change change() {
        return new Change(
                Optional.of(dice.nextBoolean() ? "default" : "h200"),
                dice.nextBoolean() ? OptionalInt.of(28 + dice.nextInt(4)) : OptionalInt.empty());
    }

    private void hear(Command command) {
        history.addAll(book.on(command, now));
    }

    private void say() {
        var job = table.jobs.get(anyId());
        if (job == null || job.spec() instanceof JobSpec.Sweep) return;
        var worker = job.worker().isEmpty() ? "w" + dice.nextInt(4) : job.worker();
        var epoch = Math.max(1, job.leaseEpoch());
        history.addAll(book.on(new Report(job.id(), epoch, worker, now, word(job, epoch)), now));
    }

    private Report.Body word(Job job, int epoch) {
        if (job.worker().isEmpty()) return new Report.Claimed();
        return switch (dice.nextInt(9)) {
            case 0, 1 -> new Report.CheckpointSaved(Samples.checkpoint(epoch, 1 + dice.nextInt(9)));
            case 2, 3 -> new Report.EpochDone(new EpochReport(1 + dice.nextInt(9), 9, dice.nextDouble(), 50, 80, 7));
            case 4 -> new Report.Released("dice");
            case 5 -> new Report.AttemptFailed(new Failure(Failure.Code.DISK_FULL, "dice"));
            default -> done(job);
        };
    }

    private Report.Body done(Job job) {
        return job.spec() instanceof JobSpec.Evaluate e
                ? new Report.EvaluationFinished(e.protocols().stream()
                        .map(p -> Samples.result(job.id(), e, p, dice.nextInt(8)))
                        .toList())
                : new Report.TrainingFinished();
    }

    private JobId anyId() {
        var all = List.copyOf(table.jobs.keySet());
        return all.isEmpty() ? new JobId("nobody") : all.get(dice.nextInt(all.size()));
    }
}
