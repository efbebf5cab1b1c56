package dev.wsol.coordinator.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.Change;
import dev.wsol.contract.Command;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.Failure;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.contract.Report;
import dev.wsol.coordinator.Samples;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One checkpoint, data set and protocol, and the evaluations of it that come, end and are opened again. */
class EvaluatedTest extends BenchmarkScene {
    private static final RegisteredCheckpoint CHECKPOINT = foreign("ci", 7);

    @Test
    void while_a_persons_evaluation_is_under_way_a_rule_makes_none_also_when_its_own_has_ended() {
        create("nightly", "/data/CUB");
        register(CHECKPOINT);
        ask("mine");
        cancel(submitted().get(0).job());

        register(CHECKPOINT);
        assertThat(submitted()).hasSize(2);
        cancel(new JobId("mine"));
        register(CHECKPOINT);

        assertThat(submitted()).as("both have ended without a result").hasSize(3);
    }

    @Test
    void while_an_evaluation_that_was_opened_again_is_under_way_a_rule_makes_none_also_when_its_successor_has_ended() {
        create("nightly", "/data/CUB");
        register(CHECKPOINT);
        var first = submitted().get(0).job();
        fail(first);
        register(CHECKPOINT);
        var second = submitted().get(1).job();
        retry(first);
        fail(second);

        register(CHECKPOINT);
        assertThat(submitted()).hasSize(2);
        fail(first);
        register(CHECKPOINT);

        assertThat(submitted()).as("both have ended without a result").hasSize(3);
    }

    @Test
    void two_rules_for_the_same_make_one_evaluation_and_one_more_when_that_has_failed() {
        create("one", "/data/CUB");
        create("two", "/data/CUB");
        register(CHECKPOINT);
        assertThat(submitted()).hasSize(1);
        fail(submitted().get(0).job());

        register(CHECKPOINT);

        assertThat(submitted()).hasSize(2);
    }

    @Test
    void what_is_about_to_be_evaluated_under_another_path_of_the_same_data_set_is_left_alone_once_both_are_known() {
        knowBothPaths();
        int before = submitted().size();

        register(foreign("ci", 9));

        assertThat(submitted()).hasSize(before + 1);
        cancel(last().job());
        register(foreign("ci", 9));
        assertThat(submitted()).as("once more, as it ended without a result").hasSize(before + 2);
    }

    @Test
    void what_a_training_will_have_evaluated_under_another_path_of_the_same_data_set_is_left_to_it() {
        knowBothPaths();
        hear(benchmarks.on(new Command.DeleteBenchmark("d", BenchmarkRule.subject("one"), NOW, "one"), NOW));
        train("last", When.LAST_CHECKPOINT);
        int before = submitted().size();

        checkpoint("last", 60);
        assertThat(submitted()).hasSize(before);
        say("last", new Report.TrainingFinished());

        assertThat(submitted()).hasSize(before + 1);
        assertThat(last().job()).isEqualTo(new JobId("last-e1-c0060-eval"));
    }

    @Test
    void a_data_set_that_changed_while_it_was_evaluated_leaves_nothing_behind_that_would_hold_back_another() {
        knowBothPaths();
        register(foreign("ci", 8));
        var changes = last();
        register(foreign("ci", 9));
        var fails = last().job();
        work(changes.job(), new Report.EvaluationFinished(List.of(ofOtherData(changes))));
        fail(fails);

        hear(benchmarks.on(new Command.DeleteBenchmark("d", BenchmarkRule.subject("one"), NOW, "one"), NOW));
        register(foreign("ci", 9));

        assertThat(last().cause()).isEqualTo("benchmark:two");
        assertThat(spec(last()).checkpoint()).isEqualTo(foreign("ci", 9).checkpoint());
    }

    private static EvaluationResult ofOtherData(JobEvent.Submitted s) {
        var r = Samples.result(s.job(), spec(s), "deployed", 60);
        return new EvaluationResult(
                r.job(),
                r.checkpoint(),
                r.model(),
                r.origin(),
                r.dataset(),
                "e".repeat(64),
                r.protocol(),
                r.images(),
                r.rejected(),
                r.metrics(),
                r.thresholds(),
                r.baselines(),
                r.counts(),
                r.reportUri());
    }

    /** Two rules, each of which has a result: the digests are the same. */
    private void knowBothPaths() {
        create("one", "/data/CUB");
        create("two", "/copy/CUB");
        register(foreign("ci", 1));
        List.copyOf(submitted()).forEach(s -> score(s, 60));
    }

    @Test
    void a_checkpoint_that_is_no_longer_the_last_of_its_training_is_the_rules_to_evaluate() {
        create("nightly", "/data/CUB");
        train("last", When.LAST_CHECKPOINT);
        checkpoint("last", 60);
        assertThat(submitted()).as("left to the training").isEmpty();

        hear(book.on(
                new Command.Alter("a", new JobId("last"), NOW, "bob", new Change(Optional.empty(), OptionalInt.of(80))),
                NOW));

        assertThat(submitted()).extracting(s -> spec(s).checkpoint().epoch()).containsExactly(60);
    }

    /** Whatever people, workers and the rules do one after the other: the seeds are fixed. */
    @Test
    void nothing_is_evaluated_by_a_rule_while_or_after_another_evaluates_it_and_nothing_is_left_out() {
        for (int seed = 0; seed < 3_000; seed++) new Walk(seed).go();
    }

    private static final class Walk extends EvaluatedTest {
        private static final int STEPS = 14;
        private static final int MOST_ASKED = 2;
        private final SplittableRandom random;
        private final StringBuilder story;
        private int asked;

        Walk(int seed) {
            random = new SplittableRandom(seed);
            story = new StringBuilder("seed " + seed);
        }

        void go() {
            create("one", "/data/CUB");
            create("two", "/data/CUB");
            for (int n = 0; n < STEPS; n++) {
                boolean taken = underWayOrScored();
                int before = submitted().size();
                int what = random.nextInt(6);
                if (what == 0) tell();
                else if (what == 1) person();
                else if (!submitted().isEmpty()) happen(what);
                var made = submitted().subList(before, submitted().size());
                boolean byRule = made.stream().anyMatch(s -> s.cause().startsWith(BenchmarkBook.CAUSE));
                assertThat(taken && byRule).as("twice: %s", story).isFalse();
                assertThat(made).as("at once: %s", story).hasSizeLessThan(2);
                assertThat(what != 0 || underWayOrScored())
                        .as("left out: %s", story)
                        .isTrue();
            }
        }

        private void tell() {
            story.append(", register");
            register(CHECKPOINT);
        }

        private void person() {
            if (asked == MOST_ASKED) return;
            story.append(", ask");
            ask("p" + asked++);
        }

        private void happen(int what) {
            var job = submitted().get(random.nextInt(submitted().size())).job();
            story.append(List.of(", cancel ", ", fail ", ", retry ", ", score ").get(what - 2))
                    .append(job);
            if (what == 2) cancel(job);
            else if (what == 3) fail(job);
            else if (what == 4) retry(job);
            else scored(job);
        }

        private boolean underWayOrScored() {
            return submitted().stream()
                    .map(s -> jobs.get(s.job()).map(Job::state).orElseThrow())
                    .anyMatch(state -> !state.ended() || state == JobState.FINISHED);
        }
    }

    void ask(String id) {
        var spec = new JobSpec.Evaluate(
                CHECKPOINT.checkpoint(),
                CHECKPOINT.model(),
                rule("r", "/data/CUB").data(),
                List.of("deployed"),
                0,
                "mine",
                CHECKPOINT.origin());
        hear(book.on(new Command.Submit("s-" + id, new JobId(id), NOW, spec), NOW));
    }

    void cancel(JobId id) {
        hear(book.on(new Command.Cancel("c", id, NOW, ""), NOW));
    }

    void retry(JobId id) {
        hear(book.on(new Command.Retry("y", id, NOW, "bob"), NOW));
    }

    void fail(JobId id) {
        work(id, new Report.AttemptFailed(new Failure(Failure.Code.CORRUPT_CHECKPOINT, "other bytes")));
    }

    void scored(JobId id) {
        var s = submitted().stream().filter(x -> x.job().equals(id)).findFirst().orElseThrow();
        work(id, new Report.EvaluationFinished(List.of(Samples.result(id, spec(s), "deployed", 60))));
    }

    private void work(JobId id, Report.Body end) {
        int epoch = jobs.get(id).map(Job::leaseEpoch).orElseThrow();
        for (var body : List.of(new Report.Claimed(), end)) hear(book.on(new Report(id, epoch, "w", NOW, body), NOW));
    }
}
