package dev.wsol.coordinator.job;

import static dev.wsol.coordinator.Samples.results;
import static dev.wsol.coordinator.Samples.sweep;
import static dev.wsol.coordinator.Samples.train;
import static dev.wsol.coordinator.job.BookScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.Cancelled;
import dev.wsol.contract.JobEvent.Failed;
import dev.wsol.contract.JobEvent.Finished;
import dev.wsol.contract.JobEvent.RefusedCode;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a sweep of fixed trials begins and ends. */
class SweepLifeTest {
    private static final JobId A = new JobId("a");
    private static final Failure BROKEN = new Failure(Failure.Code.DIVERGED, "loss was NaN in epoch 2, step 7");

    private final BookScene scene = new BookScene();

    @Test
    void a_sweep_becomes_its_trials_and_runs_until_everything_below_has_ended() {
        var events = scene.submit(A, sweep(When.LAST_CHECKPOINT, 0.1, 0.2));
        assertThat(events)
                .extracting(e -> e.job().value())
                .containsExactly("a", "a-t001", "a-t001", "a-t002", "a-t002");
        for (var trial : List.of(new JobId("a-t001"), new JobId("a-t002"))) scene.finishTraining(trial, "w1");
        assertThat(scene.job(A).state()).isEqualTo(JobState.RUNNING);

        var one = evaluate(new JobId("a-t001-e1-c0001-eval"));
        var two = evaluate(new JobId("a-t002-e1-c0001-eval"));

        assertThat(one).noneMatch(e -> e.job().equals(A));
        assertThat(two).last().isEqualTo(new Finished(A, scene.now, 0));
    }

    @Test
    void a_sweep_finishes_when_one_trial_did_and_fails_when_none_did() {
        var b = new JobId("b");
        scene.submit(A, sweep(When.NEVER, 0.1, 0.2));
        scene.submit(b, sweep(When.NEVER, 0.1, 0.2));
        scene.finishTraining(new JobId("a-t001"), "w1");
        failTraining(new JobId("b-t001"));

        assertThat(failTraining(new JobId("a-t002"))).last().isInstanceOf(Finished.class);
        assertThat(failTraining(new JobId("b-t002"))).last().isInstanceOfSatisfying(Failed.class, f -> assertThat(
                        f.failure().message())
                .contains("no trial of 2", "loss was NaN"));
    }

    @Test
    void cancelling_reaches_everything_below_and_happens_once() {
        scene.submit(A, sweep(When.LAST_CHECKPOINT, 0.1, 0.2));
        scene.finishTraining(new JobId("a-t001"), "w1");

        var events = scene.cancel(A);

        assertThat(events).hasOnlyElementsOfType(Cancelled.class);
        assertThat(events).extracting(e -> e.job().value()).containsExactly("a", "a-t002", "a-t001-e1-c0001-eval");
        assertThat(scene.cancel(A)).isEmpty();
    }

    @Test
    void cancelling_all_trials_cancels_the_sweep() {
        scene.submit(A, sweep(When.NEVER, 0.1, 0.2));
        scene.cancel(new JobId("a-t001"));

        assertThat(scene.cancel(new JobId("a-t002"))).last().isInstanceOfSatisfying(Cancelled.class, c -> assertThat(
                        c.job())
                .isEqualTo(A));
    }

    @Test
    void a_sweep_does_not_overwrite_a_job_that_has_the_id_of_its_trial() {
        scene.submit(new JobId("a-t002"), train(When.NEVER));

        assertThat(refusal(scene.submit(A, sweep(When.NEVER, 0.1, 0.2)))).isEqualTo(RefusedCode.CONFLICT);
    }

    private List<JobEvent> failTraining(JobId id) {
        scene.claim(id, 1, "w1");
        return scene.report(id, 1, "w1", new Report.AttemptFailed(BROKEN));
    }

    private List<JobEvent> evaluate(JobId id) {
        scene.claim(id, 1, "v1");
        var spec = (JobSpec.Evaluate) scene.job(id).spec();
        return scene.report(id, 1, "v1", new Report.EvaluationFinished(results(id, spec)));
    }
}
