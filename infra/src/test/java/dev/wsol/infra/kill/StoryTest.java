package dev.wsol.infra.kill;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A judge that never says no proves nothing: histories that break a promise, and one that keeps all. */
class StoryTest {
    private static final JobId JOB = new JobId("job");
    private static final Instant AT = Instant.EPOCH;

    @Test
    void a_job_that_changed_hands_and_went_on_is_in_order() {
        assertThatCode(() -> told(
                                queued(1),
                                granted(1, "a"),
                                checkpoint(1, 1),
                                lost(1, "a"),
                                queued(2, 1),
                                granted(2, "b"),
                                checkpoint(2, 2),
                                finished(2))
                        .hasEndedWell())
                .doesNotThrowAnyException();
    }

    @Test
    void two_ends_are_one_too_many() {
        refused(queued(1), granted(1, "a"), checkpoint(1, 1), checkpoint(1, 2), finished(1), finished(1));
    }

    @Test
    void no_end_is_one_too_few() {
        assertThatThrownBy(() -> told(queued(1), granted(1, "a")).hasEndedWell())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void one_lease_has_one_holder() {
        refused(queued(1), granted(1, "a"), granted(1, "b"));
    }

    @Test
    void the_word_of_an_earlier_holder_does_not_count() {
        refused(queued(1), granted(1, "a"), lost(1, "a"), queued(2), granted(2, "b"), checkpoint(1, 1));
    }

    @Test
    void nobody_speaks_between_two_leases() {
        refused(queued(1), granted(1, "a"), lost(1, "a"), checkpoint(1, 1));
    }

    @Test
    void an_epoch_that_has_a_checkpoint_is_not_trained_again() {
        refused(
                queued(1),
                granted(1, "a"),
                checkpoint(1, 1),
                lost(1, "a"),
                queued(2, 1),
                granted(2, "b"),
                checkpoint(2, 1));
    }

    @Test
    void a_state_in_mid_epoch_is_where_the_next_attempt_goes_on_and_no_checkpoint() {
        var left = new CheckpointRef("s3://wsol/jobs/" + JOB + "/e1/checkpoints/0001-000003", "0".repeat(64), 1, 3);
        told(
                queued(1),
                granted(1, "a"),
                checkpoint(1, 1),
                new JobEvent.CheckpointPublished(JOB, AT, 1, left),
                new JobEvent.Queued(JOB, AT, 2, JobEvent.QueuedReason.RELEASED_BY_WORKER, Optional.of(left)),
                granted(2, "b"),
                checkpoint(2, 2));
        refused(
                queued(1),
                granted(1, "a"),
                new JobEvent.CheckpointPublished(JOB, AT, 1, left)); // epoch 1 is not complete
    }

    @Test
    void a_job_is_queued_with_its_newest_checkpoint() {
        refused(queued(1), granted(1, "a"), checkpoint(1, 1), lost(1, "a"), queued(2));
    }

    private static void refused(JobEvent... events) {
        assertThatThrownBy(() -> told(events)).isInstanceOf(AssertionError.class);
    }

    private static Story told(JobEvent... events) {
        var story = new Story("job");
        var recipe = new Recipe(2, 1, 0.1, 0, 0, 1, new Schedule.Steps(List.of(), 1));
        var spec = new JobSpec.Train(
                ModelSpec.named("tscam"), DataRef.at("/data"), recipe, EvaluationRequest.DEFAULT, "default");
        story.hear(new JobEvent.Submitted(JOB, AT, "", spec, Optional.empty()));
        for (var event : events) story.hear(event);
        return story;
    }

    private static JobEvent queued(int leaseEpoch) {
        return new JobEvent.Queued(JOB, AT, leaseEpoch, JobEvent.QueuedReason.NEW, Optional.empty());
    }

    private static JobEvent queued(int leaseEpoch, int fromLeaseAndEpoch) {
        return new JobEvent.Queued(
                JOB,
                AT,
                leaseEpoch,
                JobEvent.QueuedReason.LEASE_WAS_LOST,
                Optional.of(ref(fromLeaseAndEpoch, fromLeaseAndEpoch)));
    }

    private static JobEvent granted(int leaseEpoch, String worker) {
        return new JobEvent.LeaseGranted(JOB, AT, leaseEpoch, worker, Duration.ofSeconds(3));
    }

    private static JobEvent lost(int leaseEpoch, String worker) {
        return new JobEvent.LeaseLost(JOB, AT, leaseEpoch, worker);
    }

    private static JobEvent checkpoint(int leaseEpoch, int epoch) {
        return new JobEvent.CheckpointPublished(JOB, AT, leaseEpoch, ref(leaseEpoch, epoch));
    }

    private static JobEvent finished(int leaseEpoch) {
        return new JobEvent.Finished(JOB, AT, leaseEpoch);
    }

    private static CheckpointRef ref(int leaseEpoch, int epoch) {
        return new CheckpointRef(
                "s3://b/jobs/job/e" + leaseEpoch + "/checkpoints/" + epoch, "0".repeat(63) + epoch, epoch);
    }
}
