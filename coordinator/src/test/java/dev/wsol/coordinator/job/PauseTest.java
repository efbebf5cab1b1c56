package dev.wsol.coordinator.job;

import static dev.wsol.coordinator.Samples.checkpoint;
import static dev.wsol.coordinator.Samples.sweep;
import static dev.wsol.coordinator.Samples.train;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent.Cancelled;
import dev.wsol.contract.JobEvent.ClaimRefused;
import dev.wsol.contract.JobEvent.Finished;
import dev.wsol.contract.JobEvent.LeaseGranted;
import dev.wsol.contract.JobEvent.LeaseLost;
import dev.wsol.contract.JobEvent.PauseAsked;
import dev.wsol.contract.JobEvent.Paused;
import dev.wsol.contract.JobEvent.Queued;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobEvent.Refused;
import dev.wsol.contract.JobEvent.Resumed;
import dev.wsol.contract.JobEvent.RetryPlanned;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobState;
import dev.wsol.contract.Report;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PauseTest {
    private static final JobId A = new JobId("a");
    private static final CheckpointRef MIDDLE = new CheckpointRef("s3://wsol/a/3-7", "b".repeat(64), 3, 7);
    private final BookScene scene = new BookScene();

    @Test
    void a_queued_job_is_paused_at_once_and_its_record_on_the_queue_counts_no_more() {
        scene.submit(A, train(When.NEVER));

        assertThat(scene.pause(A)).containsExactly(new Paused(A, scene.now, 1, "c2", "alice", "the GPU is needed"));
        assertThat(scene.claim(A, 1, "w1")).singleElement().isInstanceOf(ClaimRefused.class);
        assertThat(scene.pass(Duration.ofDays(1))).isEmpty();
        assertThat(scene.job(A).state()).isEqualTo(JobState.PAUSED);
        assertThat(scene.job(A).preemptions()).isZero();
    }

    @Test
    void a_running_job_is_paused_when_its_worker_has_saved_it_and_counts_a_preemption_and_no_failure() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");

        assertThat(scene.pause(A)).containsExactly(new PauseAsked(A, scene.now, "c2", "alice", "the GPU is needed"));
        assertThat(scene.job(A).state()).isEqualTo(JobState.RUNNING);
        scene.report(A, 1, "w1", new Report.CheckpointSaved(MIDDLE));

        assertThat(scene.release(A, 1, "w1"))
                .containsExactly(new Paused(A, scene.now, 1, "", "alice", "the GPU is needed"));
        assertThat(scene.job(A).state()).isEqualTo(JobState.PAUSED);
        assertThat(scene.job(A).worker()).isEmpty();
        assertThat(scene.job(A).preemptions()).isEqualTo(1);
        assertThat(scene.job(A).failures()).isZero();
        assertThat(scene.job(A).leasesLost()).isZero();
    }

    @Test
    void a_resumed_job_continues_from_the_step_it_was_paused_at_under_a_new_epoch() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");
        scene.pause(A);
        scene.report(A, 1, "w1", new Report.CheckpointSaved(MIDDLE));
        scene.release(A, 1, "w1");

        assertThat(scene.resume(A))
                .containsExactly(
                        new Resumed(A, scene.now, "c3", "bob"),
                        new Queued(A, scene.now, 2, QueuedReason.RESUMED, Optional.of(MIDDLE)));
        assertThat(scene.claim(A, 2, "w2")).singleElement().isInstanceOf(LeaseGranted.class);
    }

    @Test
    void pausing_and_resuming_again_changes_nothing() {
        scene.submit(A, train(When.NEVER));
        assertThat(scene.resume(A)).singleElement().asString().contains("NOTHING_TO_DO", "job a is queued as it was");
        scene.claim(A, 1, "w1");
        scene.pause(A);

        assertThat(scene.pause(A)).singleElement().asString().contains("NOTHING_TO_DO");
        scene.release(A, 1, "w1");
        assertThat(scene.pause(A)).singleElement().asString().contains("NOTHING_TO_DO");
        scene.resume(A);
        assertThat(scene.resume(A)).singleElement().asString().contains("NOTHING_TO_DO");
    }

    @Test
    void a_job_resumed_before_its_worker_let_go_is_queued_again_when_it_does() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");
        scene.pause(A);

        assertThat(scene.resume(A)).containsExactly(new Resumed(A, scene.now, "c3", "bob"));
        assertThat(scene.job(A).holds("w1", 1)).isTrue();
        assertThat(scene.release(A, 1, "w1")).singleElement().isInstanceOfSatisfying(Queued.class, q -> assertThat(
                        q.reason())
                .isEqualTo(QueuedReason.RELEASED_BY_WORKER));
    }

    @Test
    void a_worker_that_falls_silent_or_fails_before_it_lets_go_leaves_the_job_paused() {
        var b = new JobId("b");
        for (var id : new JobId[] {A, b}) {
            scene.submit(id, train(When.NEVER));
            scene.claim(id, 1, "w-" + id);
            scene.pause(id);
        }

        assertThat(scene.report(
                        b, 1, "w-b", new Report.AttemptFailed(new Failure(Failure.Code.DISK_FULL, "no space left"))))
                .hasExactlyElementsOfTypes(RetryPlanned.class, Paused.class);
        assertThat(scene.pass(Duration.ofSeconds(11))).hasExactlyElementsOfTypes(LeaseLost.class, Paused.class);
        assertThat(scene.pass(Duration.ofDays(1))).isEmpty();
        assertThat(scene.job(b).failures()).isEqualTo(1);
        assertThat(scene.job(A).leasesLost()).isEqualTo(1);
    }

    @Test
    void a_job_that_finishes_before_the_pause_reaches_its_worker_has_finished() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");
        scene.pause(A);
        scene.report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 4)));

        assertThat(scene.report(A, 1, "w1", new Report.TrainingFinished()))
                .containsExactly(new Finished(A, scene.now, 1));
        assertThat(scene.job(A).hold()).isEmpty();
        assertThat(scene.pause(A)).singleElement().isInstanceOf(Refused.class);
    }

    @Test
    void a_paused_job_can_be_cancelled() {
        scene.submit(A, train(When.NEVER));
        scene.pause(A);

        assertThat(scene.cancel(A)).hasExactlyElementsOfTypes(Cancelled.class);
        assertThat(scene.resume(A)).singleElement().isInstanceOf(Refused.class);
    }

    @Test
    void a_sweep_is_paused_and_resumed_with_everything_open_below_it() {
        scene.submit(A, sweep(When.NEVER, 0.1, 0.2, 0.3));
        var one = new JobId("a-t001");
        scene.finishTraining(one, "w1");
        scene.claim(new JobId("a-t002"), 1, "w1");

        assertThat(scene.pause(A)).hasExactlyElementsOfTypes(Paused.class, PauseAsked.class, Paused.class);
        scene.release(new JobId("a-t002"), 1, "w1");
        assertThat(scene.job(A).state()).isEqualTo(JobState.PAUSED);
        assertThat(scene.job(one).state()).isEqualTo(JobState.FINISHED);

        assertThat(scene.resume(A))
                .hasExactlyElementsOfTypes(Resumed.class, Resumed.class, Queued.class, Resumed.class, Queued.class);
        assertThat(scene.job(A).state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void a_sweep_paused_with_nothing_left_open_ends_like_any_other() {
        scene.submit(A, sweep(When.NEVER, 0.1));
        scene.claim(new JobId("a-t001"), 1, "w1");
        scene.pause(A);

        var end = scene.finishTraining(new JobId("a-t001"), "w1");

        assertThat(end).last().isEqualTo(new Finished(A, scene.now, 0));
    }

    @Test
    void the_evaluations_of_a_paused_training_go_on() {
        scene.submit(A, train(When.EACH_CHECKPOINT));
        scene.claim(A, 1, "w1");
        scene.report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 1)));
        scene.pause(A);
        scene.release(A, 1, "w1");

        assertThat(scene.claim(new JobId("a-e1-c0001-eval"), 1, "v1"))
                .singleElement()
                .isInstanceOf(LeaseGranted.class);
    }

    @Test
    void a_paused_job_stays_paused_over_a_take_over() {
        scene.submit(A, train(When.NEVER));
        scene.pause(A);
        scene.takeOver();

        assertThat(scene.pass(Duration.ofDays(1))).isEmpty();
        assertThat(scene.resume(A)).hasSize(2);
    }
}
