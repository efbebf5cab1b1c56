package dev.wsol.coordinator.job;

import static dev.wsol.coordinator.Samples.checkpoint;
import static dev.wsol.coordinator.Samples.train;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.ClaimRefused;
import dev.wsol.contract.JobEvent.Failed;
import dev.wsol.contract.JobEvent.LeaseGranted;
import dev.wsol.contract.JobEvent.LeaseLost;
import dev.wsol.contract.JobEvent.Queued;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobEvent.RetryPlanned;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobState;
import dev.wsol.contract.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Claims, leases, failures and new attempts of one job. */
class AttemptsTest {
    private static final JobId A = new JobId("a");
    private static final Failure FLAKY = new Failure(Failure.Code.STORE_UNREACHABLE, "no route to the store");
    private static final Failure BROKEN = new Failure(Failure.Code.DIVERGED, "loss was NaN in epoch 2, step 7");

    private final BookScene scene = new BookScene();

    @Test
    void only_the_first_claim_of_an_epoch_is_granted() {
        scene.submit(A, train(When.NEVER));

        assertThat(scene.claim(A, 1, "w1")).singleElement().isInstanceOf(LeaseGranted.class);
        assertThat(scene.claim(A, 1, "w2")).singleElement().isInstanceOf(ClaimRefused.class);
    }

    @Test
    void the_holder_who_asks_again_hears_the_grant_again() {
        scene.submit(A, train(When.NEVER));
        var first = scene.claim(A, 1, "w1");

        assertThat(scene.claim(A, 1, "w1")).isEqualTo(first);
    }

    @Test
    void claims_of_unknown_ended_and_outdated_jobs_are_refused_with_a_reason() {
        assertThat(scene.claim(A, 1, "w1")).singleElement().asString().contains("no such job");
        scene.submit(A, train(When.NEVER));
        assertThat(scene.claim(A, 7, "w1")).singleElement().asString().contains("not the current one, 1");
        scene.cancel(A);
        assertThat(scene.claim(A, 1, "w1")).singleElement().asString().contains("has ended: cancelled");
    }

    @Test
    void a_silent_worker_loses_the_lease_and_the_job_continues_from_its_checkpoint() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");
        scene.report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 3)));
        scene.pass(Duration.ofSeconds(9));
        scene.report(A, 1, "w1", new Report.Alive());
        assertThat(scene.pass(Duration.ofSeconds(9))).isEmpty();

        var events = scene.pass(Duration.ofSeconds(2));

        assertThat(events)
                .containsExactly(
                        new LeaseLost(A, scene.now, 1, "w1"),
                        new Queued(A, scene.now, 2, QueuedReason.LEASE_WAS_LOST, Optional.of(checkpoint(1, 3))));
    }

    @Test
    void the_old_holder_is_not_heard_any_more() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");
        scene.pass(Duration.ofSeconds(11));
        scene.claim(A, 2, "w2");

        assertThat(scene.report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 1))))
                .isEmpty();
        assertThat(scene.report(A, 1, "w1", new Report.TrainingFinished())).isEmpty();
        assertThat(scene.report(A, 2, "w1", new Report.AttemptFailed(BROKEN))).isEmpty();
        assertThat(scene.job(A).state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void too_many_silent_workers_end_the_job() {
        scene.submit(A, train(When.NEVER));
        List<JobEvent> last = List.of();
        for (int epoch = 1; epoch <= 10; epoch++) {
            scene.claim(A, epoch, "w" + epoch);
            last = scene.pass(Duration.ofSeconds(11));
        }

        assertThat(last).hasSize(2);
        assertThat(last.get(1))
                .isInstanceOfSatisfying(
                        Failed.class, f -> assertThat(f.failure().code()).isEqualTo(Failure.Code.TOO_MANY_ATTEMPTS));
    }

    @Test
    void an_error_that_may_pass_is_retried_after_growing_pauses_and_ends_the_job_the_third_time() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");
        assertThat(scene.report(A, 1, "w1", new Report.AttemptFailed(FLAKY)))
                .containsExactly(new RetryPlanned(A, scene.now, 1, FLAKY, 1, 3));
        assertThat(scene.claim(A, 1, "w1")).singleElement().isInstanceOf(ClaimRefused.class);
        assertThat(scene.pass(Duration.ofMillis(900))).isEmpty();
        assertThat(scene.pass(Duration.ofMillis(200)))
                .containsExactly(new Queued(A, scene.now, 2, QueuedReason.RETRY, Optional.empty()));
        scene.claim(A, 2, "w1");
        scene.report(A, 2, "w1", new Report.AttemptFailed(FLAKY));
        assertThat(scene.pass(Duration.ofMillis(1900))).isEmpty();
        assertThat(scene.pass(Duration.ofMillis(200))).hasSize(1);
        scene.claim(A, 3, "w1");

        assertThat(scene.report(A, 3, "w1", new Report.AttemptFailed(FLAKY)))
                .containsExactly(new Failed(A, scene.now, 3, FLAKY));
    }

    @Test
    void an_error_that_cannot_pass_ends_the_job_at_once() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");

        assertThat(scene.report(A, 1, "w1", new Report.AttemptFailed(BROKEN)))
                .containsExactly(new Failed(A, scene.now, 1, BROKEN));
    }

    @Test
    void a_job_given_back_is_offered_at_once_and_counts_as_no_failure() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");

        assertThat(scene.report(A, 1, "w1", new Report.Released("shutting down")))
                .containsExactly(new Queued(A, scene.now, 2, QueuedReason.RELEASED_BY_WORKER, Optional.empty()));
        assertThat(scene.job(A).failures()).isZero();
        assertThat(scene.job(A).leasesLost()).isZero();
    }

    @Test
    void an_unclaimed_job_is_offered_again_under_the_same_epoch_ever_more_rarely() {
        scene.submit(A, train(When.NEVER));

        assertThat(scene.pass(Duration.ofSeconds(59))).isEmpty();
        assertThat(scene.pass(Duration.ofSeconds(2)))
                .containsExactly(new Queued(A, scene.now, 1, QueuedReason.NOT_CLAIMED, Optional.empty()));
        assertThat(scene.pass(Duration.ofSeconds(119))).isEmpty();
        assertThat(scene.pass(Duration.ofSeconds(2))).hasSize(1);
        assertThat(scene.claim(A, 1, "w1")).singleElement().isInstanceOf(LeaseGranted.class);
    }

    @Test
    void training_that_finishes_without_a_checkpoint_is_a_failed_attempt() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");

        assertThat(scene.report(A, 1, "w1", new Report.TrainingFinished()))
                .singleElement()
                .isInstanceOf(RetryPlanned.class);
    }

    @Test
    void after_a_take_over_every_lease_has_its_full_time_again() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");
        scene.now = scene.now.plusSeconds(500);

        scene.takeOver();

        assertThat(scene.pass(Duration.ofSeconds(9))).isEmpty();
        assertThat(scene.pass(Duration.ofSeconds(1))).first().isInstanceOf(LeaseLost.class);
    }
}
