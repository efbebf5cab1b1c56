package dev.wsol.coordinator.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.Command;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Regression;
import dev.wsol.contract.Report;
import dev.wsol.coordinator.job.JobBook;
import dev.wsol.coordinator.job.Rules;
import org.junit.jupiter.api.Test;

/** Rules over a real job book, without Kafka. */
class BenchmarkBookTest extends BenchmarkScene {
    @Test
    void every_matching_checkpoint_of_a_train_job_is_evaluated_once() {
        create("nightly", "/data/ILSVRC", "arch=deit_scm_*");
        train("a", When.NEVER);

        checkpoint("a", 1);
        checkpoint("a", 2);
        checkpoint("a", 2); // said twice

        assertThat(submitted()).hasSize(2).allSatisfy(s -> {
            assertThat(s.job().value()).startsWith("nightly-");
            assertThat(s.cause()).isEqualTo("benchmark:nightly");
            var spec = (JobSpec.Evaluate) s.spec();
            assertThat(spec.data()).isEqualTo(DataRef.at("/data/ILSVRC"));
            assertThat(spec.origin().trainJob()).isEqualTo("a");
        });
    }

    @Test
    void a_checkpoint_that_does_not_match_is_left_alone() {
        create("nightly", "/data/CUB", "arch=deit_tscam_*");
        create("of-b", "/data/CUB", "train-job=b*");
        train("a", When.NEVER);

        checkpoint("a", 1);

        assertThat(submitted()).isEmpty();
    }

    @Test
    void what_the_train_job_has_evaluated_itself_is_not_evaluated_again() {
        create("nightly", "/data/CUB");
        train("each", When.EACH_CHECKPOINT);
        checkpoint("each", 1);
        train("last", When.LAST_CHECKPOINT);
        checkpoint("last", 2);
        checkpoint("last", 60); // the last of its recipe: the job itself asks for it when it finishes
        say("last", new Report.TrainingFinished());

        assertThat(submitted().stream().map(s -> s.job().value()))
                .containsExactlyInAnyOrder(
                        "each-e1-c0001-eval", "nightly-" + sha("last", 2).substring(0, 12), "last-e1-c0060-eval");
    }

    @Test
    void what_a_cancelled_job_did_not_have_evaluated_is_evaluated_by_the_rule() {
        create("nightly", "/data/CUB");
        train("last", When.LAST_CHECKPOINT);
        checkpoint("last", 60);
        assertThat(submitted()).isEmpty();

        hear(book.on(new Command.Cancel("c", new JobId("last"), NOW, ""), NOW));

        assertThat(submitted()).hasSize(1);
    }

    @Test
    void another_service_registers_a_checkpoint_and_saying_it_again_is_harmless() {
        create("nightly", "/data/CUB", "source=ci");
        var foreign = foreign("ci", 7);

        register(foreign);
        register(foreign);
        register(foreign("somebody", 8));

        var registered = history.stream()
                .filter(e -> e instanceof JobEvent.CheckpointRegistered)
                .map(e -> ((JobEvent.CheckpointRegistered) e).evaluations().size())
                .toList();
        assertThat(registered).containsExactly(1, 0, 0);
        assertThat(submitted()).hasSize(1);
    }

    @Test
    void an_evaluation_that_failed_is_made_again_when_its_checkpoint_is_registered_again() {
        create("nightly", "/data/CUB");
        register(foreign("ci", 7));
        var id = submitted().get(0).job();
        claim(id);
        hear(book.on(
                new Report(
                        id,
                        1,
                        "w",
                        NOW,
                        new Report.AttemptFailed(new Failure(Failure.Code.CORRUPT_CHECKPOINT, "other bytes"))),
                NOW));

        register(foreign("ci", 7));

        assertThat(submitted()).extracting(JobEvent.Submitted::job).containsExactly(id, id.child("2"));
    }

    @Test
    void the_same_data_set_under_another_path_is_known_by_its_digest_once_it_was_scored() {
        create("one", "/data/CUB");
        register(foreign("ci", 1));
        score(submitted().get(0), 60);
        create("two", "/copy/CUB");
        register(foreign("ci", 2)); // the digest of the copy is not known yet: both rules
        submitted().stream().skip(1).forEach(s -> score(s, 61));
        assertThat(submitted()).hasSize(3);

        register(foreign("ci", 1)); // scored under /data/CUB, whose digest is that of /copy/CUB

        assertThat(submitted()).hasSize(3);
    }

    @Test
    void rules_survive_a_restart_and_the_same_rule_again_changes_nothing() {
        create("nightly", "/data/CUB");
        book = new JobBook(jobs, Rules.DEFAULT);
        benchmarks = benchmarks();

        create("nightly", "/data/CUB");
        create("nightly", "/data/OTHER");

        assertThat(history.stream().filter(e -> e instanceof JobEvent.BenchmarkCreated))
                .hasSize(1);
        assertThat(history.get(1)).isInstanceOfSatisfying(JobEvent.Refused.class, r -> assertThat(r.code())
                .isEqualTo(JobEvent.RefusedCode.CONFLICT));
        register(foreign("ci", 1));
        assertThat(submitted()).hasSize(1);
    }

    @Test
    void a_deleted_rule_does_nothing_more() {
        create("nightly", "/data/CUB");
        hear(benchmarks.on(new Command.DeleteBenchmark("d", BenchmarkRule.subject("nightly"), NOW, "nightly"), NOW));
        hear(benchmarks.on(new Command.DeleteBenchmark("d2", BenchmarkRule.subject("nightly"), NOW, "nightly"), NOW));

        register(foreign("ci", 1));

        assertThat(submitted()).isEmpty();
        assertThat(history).hasAtLeastOneElementOfType(JobEvent.Refused.class);
    }

    @Test
    void a_result_below_what_another_seed_explains_is_a_regression() {
        create("nightly", "/data/CUB");
        for (int n = 1; n <= 3; n++) {
            register(foreign("ci", n));
            score(last(), 60 + 0.5 * n); // seeds 1 to 3: 60.5, 61, 61.5
        }
        register(foreign("ci", 4));
        score(last(), 58.8); // the mean is 61, the next seed is expected within 2.49 of it
        assertThat(regressions()).isEmpty();

        register(foreign("ci", 5));
        score(last(), 50);

        assertThat(regressions()).singleElement().satisfies(r -> {
            assertThat(r.job()).isEqualTo(last().job());
            assertThat(r.regression().basis()).isEqualTo(Regression.Basis.SEED_INTERVAL);
            assertThat(r.regression().value()).isEqualTo(50);
            assertThat(r.regression().reference()).isEqualTo((60.5 + 61 + 61.5 + 58.8) / 4);
            assertThat(r.regression().earlier()).isEqualTo(4);
            assertThat(r.regression().bestJob()).startsWith("nightly-");
        });
    }

    @Test
    void an_evaluation_that_is_tried_again_is_not_made_a_second_time() {
        create("nightly", "/data/CUB");
        register(foreign("ci", 7));
        var id = submitted().get(0).job();
        claim(id);
        say(id.value(), new Report.AttemptFailed(new Failure(Failure.Code.CORRUPT_CHECKPOINT, "other bytes")));
        hear(book.on(new Command.Retry("y", id, NOW, "bob"), NOW));

        register(foreign("ci", 7));

        assertThat(submitted()).hasSize(1);
    }

    @Test
    void a_checkpoint_that_a_cancelled_job_was_only_to_go_on_from_is_not_its_own() {
        create("nightly", "/data/CUB");
        var others = foreign("ci", 7).checkpoint();
        hear(book.on(
                new Command.Submit(
                        "s", new JobId("child"), NOW, trainSpec(When.NEVER).resuming(others)),
                NOW));

        hear(book.on(new Command.Cancel("c", new JobId("child"), NOW, ""), NOW));

        assertThat(submitted()).isEmpty();
    }
}
