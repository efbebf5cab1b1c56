package dev.wsol.coordinator.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Backfill;
import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.Command;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Report;
import org.junit.jupiter.api.Test;

/** Rules that are to look at what was there before them. */
class BackfillTest extends BenchmarkScene {
    private static final int MANY = 2 * Backfills.MOST_MADE + 50;

    @Test
    void checkpoints_of_train_jobs_and_registered_ones_are_evaluated_the_oldest_first() {
        train("a", When.NEVER);
        checkpoint("a", 1);
        register(foreign("ci", 7));
        checkpoint("a", 2);
        assertThat(submitted()).isEmpty();

        create(rule("late", "/data/CUB"), true);

        assertThat(submitted())
                .extracting(s -> spec(s).checkpoint().sha256())
                .containsExactly(sha("a", 1), foreign("ci", 7).checkpoint().sha256(), sha("a", 2));
        assertThat(submitted()).allSatisfy(s -> assertThat(s.cause()).isEqualTo("benchmark:late"));
        assertThat(told()).isEqualTo(new Backfill("late", 3, 3, 3, 3));
        assertThat(benchmarks.behind()).isEmpty();
    }

    @Test
    void a_rule_that_is_not_told_to_look_at_them_does_not() {
        register(foreign("ci", 7));

        create(rule("late", "/data/CUB"), false);

        assertThat(submitted()).isEmpty();
        assertThat(history).noneMatch(e -> e instanceof JobEvent.BenchmarkBackfilled);
    }

    @Test
    void what_does_not_fit_or_was_scored_or_is_about_to_be_is_left_alone() {
        create("one", "/data/CUB", "source=ci");
        register(foreign("ci", 1));
        score(submitted().get(0), 60);
        register(foreign("ci", 2)); // about to be
        register(foreign("lab", 3));
        register(foreign("somebody", 4));

        create(rule("late", "/data/CUB", "source=??*"), true);
        create(rule("later", "/data/CUB", "source=lab"), true);

        assertThat(submitted())
                .filteredOn(s -> !s.job().value().startsWith("one-"))
                .extracting(s -> s.job().value())
                .containsExactly("late-000000000003", "late-000000000004");
        assertThat(told()).isEqualTo(new Backfill("later", 4, 4, 1, 0));
    }

    @Test
    void one_digest_that_two_people_tell_of_is_evaluated_once() {
        register(foreign("ci", 1));
        register(foreign("lab", 1));
        register(foreign("lab", 1));

        create(rule("late", "/data/CUB"), true);

        assertThat(submitted()).hasSize(1);
        assertThat(told()).isEqualTo(new Backfill("late", 2, 2, 2, 1));
    }

    @Test
    void what_a_running_train_job_will_have_evaluated_itself_is_left_to_it_until_it_ends_otherwise() {
        train("last", When.LAST_CHECKPOINT);
        checkpoint("last", 59);
        checkpoint("last", 60);

        create(rule("late", "/data/CUB"), true);
        assertThat(submitted()).extracting(s -> spec(s).checkpoint().epoch()).containsExactly(59);

        hear(book.on(new Command.Cancel("c", new JobId("last"), NOW, ""), NOW));
        assertThat(submitted()).extracting(s -> spec(s).checkpoint().epoch()).containsExactly(59, 60);

        create(rule("later", "/data/CUB"), true);
        assertThat(told().known()).as("an end tells of no new checkpoint").isEqualTo(2);
    }

    @Test
    void very_many_are_looked_at_piece_by_piece_also_after_a_restart() {
        for (int n = 1; n <= MANY; n++) register(foreign("ci", n));

        create(rule("late", "/data/CUB"), true);
        assertThat(submitted()).hasSize(Backfills.MOST_MADE);
        assertThat(told().done()).isFalse();
        register(foreign("ci", MANY + 1)); // the rule's own from the first moment
        benchmarks = benchmarks();
        catchUp();
        assertThat(submitted()).hasSize(2 * Backfills.MOST_MADE + 1);
        catchUp();

        assertThat(told()).isEqualTo(new Backfill("late", MANY, MANY, MANY, MANY));
        assertThat(submitted()).hasSize(MANY + 1).doesNotHaveDuplicates();
        assertThat(benchmarks.behind()).isEmpty();
        assertThat(benchmarks.catchUp("late", NOW)).isEmpty();
    }

    @Test
    void a_piece_ends_also_when_nothing_fits() {
        for (int n = 1; n <= Backfills.MOST_LOOKED + 1; n++) register(foreign("ci", n));

        create(rule("late", "/data/CUB", "source=lab"), true);
        assertThat(told()).isEqualTo(new Backfill("late", Backfills.MOST_LOOKED + 1, Backfills.MOST_LOOKED, 0, 0));
        catchUp();

        assertThat(told().done()).isTrue();
    }

    @Test
    void asking_again_on_the_way_only_tells_how_far_it_is_and_deleting_the_rule_ends_it() {
        for (int n = 1; n <= MANY; n++) register(foreign("ci", n));
        create(rule("late", "/data/CUB"), true);
        var first = told();

        create(rule("late", "/data/CUB"), true);
        assertThat(told()).isEqualTo(first);
        assertThat(submitted()).hasSize(Backfills.MOST_MADE);

        hear(benchmarks.on(new Command.DeleteBenchmark("d", BenchmarkRule.subject("late"), NOW, "late"), NOW));
        assertThat(benchmarks.behind()).isEmpty();
        catchUp();
        assertThat(submitted()).hasSize(Backfills.MOST_MADE);
    }

    @Test
    void asking_again_afterwards_has_what_failed_made_again() {
        register(foreign("ci", 1));
        register(foreign("ci", 2));
        create(rule("late", "/data/CUB"), true);
        var failed = submitted().get(0).job();
        claim(failed);
        var why = new Failure(Failure.Code.CORRUPT_CHECKPOINT, "other bytes");
        hear(book.on(new Report(failed, 1, "w", NOW, new Report.AttemptFailed(why)), NOW));
        score(submitted().get(1), 60);

        create(rule("late", "/data/CUB"), true);

        assertThat(submitted()).hasSize(3);
        assertThat(last().job()).isEqualTo(failed.child("2"));
        assertThat(told()).isEqualTo(new Backfill("late", 2, 2, 2, 1));
    }

    private void catchUp() {
        benchmarks.behind().forEach(rule -> history.addAll(benchmarks.catchUp(rule, NOW)));
    }

    /** The newest word about it. */
    private Backfill told() {
        return history.stream()
                .filter(e -> e instanceof JobEvent.BenchmarkBackfilled)
                .map(e -> ((JobEvent.BenchmarkBackfilled) e).backfill())
                .reduce((a, b) -> b)
                .orElseThrow();
    }
}
