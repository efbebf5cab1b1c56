package dev.wsol.coordinator.job;

import static dev.wsol.coordinator.Samples.checkpoint;
import static dev.wsol.coordinator.Samples.results;
import static dev.wsol.coordinator.Samples.sweep;
import static dev.wsol.coordinator.Samples.train;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Command;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.Cancelled;
import dev.wsol.contract.JobEvent.CheckpointPublished;
import dev.wsol.contract.JobEvent.ClaimRefused;
import dev.wsol.contract.JobEvent.Failed;
import dev.wsol.contract.JobEvent.Finished;
import dev.wsol.contract.JobEvent.LeaseGranted;
import dev.wsol.contract.JobEvent.LeaseLost;
import dev.wsol.contract.JobEvent.Queued;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobEvent.Refused;
import dev.wsol.contract.JobEvent.RefusedCode;
import dev.wsol.contract.JobEvent.RetryPlanned;
import dev.wsol.contract.JobEvent.Scored;
import dev.wsol.contract.JobEvent.Submitted;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobBookTest {
    private static final JobId A = new JobId("a");
    private static final Failure FLAKY = new Failure(Failure.Code.STORE_UNREACHABLE, "no route to the store");
    private static final Failure BROKEN = new Failure(Failure.Code.DIVERGED, "loss was NaN in epoch 2, step 7");

    private final MemoryTable table = new MemoryTable();
    private final JobBook book = new JobBook(table, Rules.DEFAULT);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void a_new_job_is_accepted_and_queued_under_its_first_lease_epoch() {
        assertThat(submit(A, train(When.NEVER)))
                .containsExactly(
                        new Submitted(A, now, "c1", train(When.NEVER), java.util.Optional.empty()),
                        new Queued(A, now, 1, QueuedReason.NEW, java.util.Optional.empty()));
    }

    @Test
    void submitting_the_same_again_changes_nothing() {
        submit(A, train(When.NEVER));

        assertThat(submit(A, train(When.NEVER))).isEmpty();
    }

    @Test
    void the_same_id_with_another_spec_is_a_conflict() {
        submit(A, train(When.NEVER));

        assertThat(refusal(submit(A, train(When.EACH_CHECKPOINT)))).isEqualTo(RefusedCode.CONFLICT);
        assertThat(table.jobs.get(A).spec()).isEqualTo(train(When.NEVER));
    }

    @Test
    void an_id_that_leaves_no_room_for_the_jobs_below_is_refused_instead_of_failing_later() {
        var endless = new JobId("x".repeat(120));

        assertThat(refusal(submit(endless, sweep(When.NEVER, 0.1)))).isEqualTo(RefusedCode.INVALID);
        assertThat(refusal(submit(endless, train(When.NEVER)))).isEqualTo(RefusedCode.INVALID);
    }

    @Test
    void only_the_first_claim_of_an_epoch_is_granted() {
        submit(A, train(When.NEVER));

        assertThat(claim(A, 1, "w1")).singleElement().isInstanceOf(LeaseGranted.class);
        assertThat(claim(A, 1, "w2")).singleElement().isInstanceOf(ClaimRefused.class);
    }

    @Test
    void the_holder_who_asks_again_hears_the_grant_again() {
        submit(A, train(When.NEVER));
        var first = claim(A, 1, "w1");

        assertThat(claim(A, 1, "w1")).isEqualTo(first);
    }

    @Test
    void claims_of_unknown_ended_and_outdated_jobs_are_refused_with_a_reason() {
        assertThat(claim(A, 1, "w1")).singleElement().asString().contains("no such job");
        submit(A, train(When.NEVER));
        assertThat(claim(A, 7, "w1")).singleElement().asString().contains("not the current one, 1");
        cancel(A);
        assertThat(claim(A, 1, "w1")).singleElement().asString().contains("has ended: cancelled");
    }

    @Test
    void a_silent_worker_loses_the_lease_and_the_job_continues_from_its_checkpoint() {
        submit(A, train(When.NEVER));
        claim(A, 1, "w1");
        report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 3)));
        pass(Duration.ofSeconds(9));
        report(A, 1, "w1", new Report.Alive());
        assertThat(pass(Duration.ofSeconds(9))).isEmpty();

        var events = pass(Duration.ofSeconds(2));

        assertThat(events)
                .containsExactly(
                        new LeaseLost(A, now, 1, "w1"),
                        new Queued(A, now, 2, QueuedReason.LEASE_WAS_LOST, java.util.Optional.of(checkpoint(1, 3))));
    }

    @Test
    void the_old_holder_is_not_heard_any_more() {
        submit(A, train(When.NEVER));
        claim(A, 1, "w1");
        pass(Duration.ofSeconds(11));
        claim(A, 2, "w2");

        assertThat(report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 1))))
                .isEmpty();
        assertThat(report(A, 1, "w1", new Report.TrainingFinished())).isEmpty();
        assertThat(report(A, 2, "w1", new Report.AttemptFailed(BROKEN))).isEmpty();
        assertThat(table.jobs.get(A).state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void too_many_silent_workers_end_the_job() {
        submit(A, train(When.NEVER));
        List<JobEvent> last = List.of();
        for (int epoch = 1; epoch <= 10; epoch++) {
            claim(A, epoch, "w" + epoch);
            last = pass(Duration.ofSeconds(11));
        }

        assertThat(last).hasSize(2);
        assertThat(last.get(1))
                .isInstanceOfSatisfying(
                        Failed.class, f -> assertThat(f.failure().code()).isEqualTo(Failure.Code.TOO_MANY_ATTEMPTS));
    }

    @Test
    void an_error_that_may_pass_is_retried_after_growing_pauses_and_ends_the_job_the_third_time() {
        submit(A, train(When.NEVER));
        claim(A, 1, "w1");
        assertThat(report(A, 1, "w1", new Report.AttemptFailed(FLAKY)))
                .containsExactly(new RetryPlanned(A, now, 1, FLAKY, 1, 3));
        assertThat(claim(A, 1, "w1")).singleElement().isInstanceOf(ClaimRefused.class);
        assertThat(pass(Duration.ofMillis(900))).isEmpty();
        assertThat(pass(Duration.ofMillis(200)))
                .containsExactly(new Queued(A, now, 2, QueuedReason.RETRY, java.util.Optional.empty()));
        claim(A, 2, "w1");
        report(A, 2, "w1", new Report.AttemptFailed(FLAKY));
        assertThat(pass(Duration.ofMillis(1900))).isEmpty();
        assertThat(pass(Duration.ofMillis(200))).hasSize(1);
        claim(A, 3, "w1");

        assertThat(report(A, 3, "w1", new Report.AttemptFailed(FLAKY))).containsExactly(new Failed(A, now, 3, FLAKY));
    }

    @Test
    void an_error_that_cannot_pass_ends_the_job_at_once() {
        submit(A, train(When.NEVER));
        claim(A, 1, "w1");

        assertThat(report(A, 1, "w1", new Report.AttemptFailed(BROKEN))).containsExactly(new Failed(A, now, 1, BROKEN));
    }

    @Test
    void a_job_given_back_is_offered_at_once_and_counts_as_no_failure() {
        submit(A, train(When.NEVER));
        claim(A, 1, "w1");

        assertThat(report(A, 1, "w1", new Report.Released("shutting down")))
                .containsExactly(new Queued(A, now, 2, QueuedReason.RELEASED_BY_WORKER, java.util.Optional.empty()));
        assertThat(table.jobs.get(A).failures()).isZero();
        assertThat(table.jobs.get(A).leasesLost()).isZero();
    }

    @Test
    void an_unclaimed_job_is_offered_again_under_the_same_epoch_ever_more_rarely() {
        submit(A, train(When.NEVER));

        assertThat(pass(Duration.ofSeconds(59))).isEmpty();
        assertThat(pass(Duration.ofSeconds(2)))
                .containsExactly(new Queued(A, now, 1, QueuedReason.NOT_CLAIMED, java.util.Optional.empty()));
        assertThat(pass(Duration.ofSeconds(119))).isEmpty();
        assertThat(pass(Duration.ofSeconds(2))).hasSize(1);
        assertThat(claim(A, 1, "w1")).singleElement().isInstanceOf(LeaseGranted.class);
    }

    @Test
    void each_checkpoint_brings_an_evaluation_that_knows_its_origin() {
        submit(A, train(When.EACH_CHECKPOINT));
        claim(A, 1, "w1");

        var events = report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 2)));

        assertThat(events).hasExactlyElementsOfTypes(CheckpointPublished.class, Submitted.class, Queued.class);
        var made = (Submitted) events.get(1);
        assertThat(made.job().value()).isEqualTo("a-e1-c0002-eval");
        assertThat(made.parent()).contains(A);
        var spec = (JobSpec.Evaluate) made.spec();
        assertThat(spec.checkpoint()).isEqualTo(checkpoint(1, 2));
        assertThat(spec.origin().trainJob()).isEqualTo("a");
        assertThat(spec.origin().learningRate()).isEqualTo(5e-5);
    }

    @Test
    void the_last_checkpoint_is_evaluated_when_training_finishes() {
        submit(A, train(When.LAST_CHECKPOINT));
        claim(A, 1, "w1");
        report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 1)));
        report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 2)));

        var events = report(A, 1, "w1", new Report.TrainingFinished());

        assertThat(events).hasExactlyElementsOfTypes(Submitted.class, Queued.class, Finished.class);
        assertThat(events.get(0).job().value()).isEqualTo("a-e1-c0002-eval");
    }

    @Test
    void training_that_finishes_without_a_checkpoint_is_a_failed_attempt() {
        submit(A, train(When.NEVER));
        claim(A, 1, "w1");

        assertThat(report(A, 1, "w1", new Report.TrainingFinished()))
                .singleElement()
                .isInstanceOf(RetryPlanned.class);
    }

    @Test
    void results_are_published_once() {
        var id = evaluationOf(A);
        var spec = (JobSpec.Evaluate) table.jobs.get(id).spec();
        claim(id, 1, "v1");
        var done = new Report.EvaluationFinished(results(id, spec));

        assertThat(report(id, 1, "v1", done)).hasExactlyElementsOfTypes(Scored.class, Scored.class, Finished.class);
        assertThat(report(id, 1, "v1", done)).isEmpty();
    }

    @Test
    void results_of_another_job_or_with_a_protocol_missing_are_a_failed_attempt() {
        var id = evaluationOf(A);
        var spec = (JobSpec.Evaluate) table.jobs.get(id).spec();
        claim(id, 1, "v1");

        assertThat(report(id, 1, "v1", new Report.EvaluationFinished(results(A, spec))))
                .singleElement()
                .asString()
                .contains("one is of job a");
        pass(Duration.ofSeconds(2));
        claim(id, 2, "v1");
        assertThat(report(
                        id,
                        2,
                        "v1",
                        new Report.EvaluationFinished(results(id, spec).subList(0, 1))))
                .singleElement()
                .asString()
                .contains("no result for [scm]");
    }

    @Test
    void a_sweep_becomes_its_trials_and_runs_until_everything_below_has_ended() {
        var events = submit(A, sweep(When.LAST_CHECKPOINT, 0.1, 0.2));
        assertThat(events)
                .extracting(e -> e.job().value())
                .containsExactly("a", "a-t001", "a-t001", "a-t002", "a-t002");
        for (var trial : List.of(new JobId("a-t001"), new JobId("a-t002"))) finishTraining(trial);
        assertThat(table.jobs.get(A).state()).isEqualTo(JobState.RUNNING);

        var one = evaluate(new JobId("a-t001-e1-c0001-eval"));
        var two = evaluate(new JobId("a-t002-e1-c0001-eval"));

        assertThat(one).noneMatch(e -> e.job().equals(A));
        assertThat(two).last().isEqualTo(new Finished(A, now, 0));
    }

    @Test
    void a_sweep_finishes_when_one_trial_did_and_fails_when_none_did() {
        var b = new JobId("b");
        submit(A, sweep(When.NEVER, 0.1, 0.2));
        submit(b, sweep(When.NEVER, 0.1, 0.2));
        finishTraining(new JobId("a-t001"));
        failTraining(new JobId("b-t001"));

        assertThat(failTraining(new JobId("a-t002"))).last().isInstanceOf(Finished.class);
        assertThat(failTraining(new JobId("b-t002"))).last().isInstanceOfSatisfying(Failed.class, f -> assertThat(
                        f.failure().message())
                .contains("no trial of 2", "loss was NaN"));
    }

    @Test
    void cancelling_reaches_everything_below_and_happens_once() {
        submit(A, sweep(When.LAST_CHECKPOINT, 0.1, 0.2));
        finishTraining(new JobId("a-t001"));

        var events = cancel(A);

        assertThat(events).hasOnlyElementsOfType(Cancelled.class);
        assertThat(events).extracting(e -> e.job().value()).containsExactly("a", "a-t002", "a-t001-e1-c0001-eval");
        assertThat(cancel(A)).isEmpty();
    }

    @Test
    void cancelling_all_trials_cancels_the_sweep() {
        submit(A, sweep(When.NEVER, 0.1, 0.2));
        cancel(new JobId("a-t001"));

        assertThat(cancel(new JobId("a-t002"))).last().isInstanceOfSatisfying(Cancelled.class, c -> assertThat(c.job())
                .isEqualTo(A));
    }

    @Test
    void an_unknown_job_cannot_be_cancelled() {
        assertThat(refusal(cancel(A))).isEqualTo(RefusedCode.NO_SUCH_JOB);
    }

    @Test
    void a_sweep_does_not_overwrite_a_job_that_has_the_id_of_its_trial() {
        submit(new JobId("a-t002"), train(When.NEVER));

        assertThat(refusal(submit(A, sweep(When.NEVER, 0.1, 0.2)))).isEqualTo(RefusedCode.CONFLICT);
    }

    @Test
    void after_a_take_over_every_lease_has_its_full_time_again() {
        submit(A, train(When.NEVER));
        claim(A, 1, "w1");
        now = now.plusSeconds(500);

        var next = new JobBook(table, Rules.DEFAULT);
        next.takeOver(new ArrayList<>(table.jobs.values()), now);

        assertThat(next.tick(now.plusSeconds(9))).isEmpty();
        assertThat(next.tick(now.plusSeconds(10))).first().isInstanceOf(LeaseLost.class);
    }

    private JobId evaluationOf(JobId train) {
        submit(train, train(When.LAST_CHECKPOINT));
        finishTraining(train);
        return train.child("e1-c0001-eval");
    }

    private void finishTraining(JobId id) {
        claim(id, 1, "w1");
        report(id, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 1)));
        report(id, 1, "w1", new Report.TrainingFinished());
    }

    private List<JobEvent> failTraining(JobId id) {
        claim(id, 1, "w1");
        return report(id, 1, "w1", new Report.AttemptFailed(BROKEN));
    }

    private List<JobEvent> evaluate(JobId id) {
        claim(id, 1, "v1");
        var spec = (JobSpec.Evaluate) table.jobs.get(id).spec();
        return report(id, 1, "v1", new Report.EvaluationFinished(results(id, spec)));
    }

    private List<JobEvent> submit(JobId id, JobSpec spec) {
        return book.on(new Command.Submit("c1", id, now, spec), now);
    }

    private List<JobEvent> cancel(JobId id) {
        return book.on(new Command.Cancel("c2", id, now, "not needed"), now);
    }

    private List<JobEvent> claim(JobId id, int epoch, String worker) {
        return report(id, epoch, worker, new Report.Claimed());
    }

    private List<JobEvent> report(JobId id, int epoch, String worker, Report.Body body) {
        return book.on(new Report(id, epoch, worker, now, body), now);
    }

    private List<JobEvent> pass(Duration time) {
        now = now.plus(time);
        return book.tick(now);
    }

    private static RefusedCode refusal(List<JobEvent> events) {
        assertThat(events).singleElement().isInstanceOf(Refused.class);
        return ((Refused) events.get(0)).code();
    }
}
