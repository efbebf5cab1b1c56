package dev.wsol.coordinator.job;

import static dev.wsol.coordinator.Samples.sweep;
import static dev.wsol.coordinator.Samples.train;
import static dev.wsol.coordinator.job.BookScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent.Queued;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobEvent.RefusedCode;
import dev.wsol.contract.JobEvent.Submitted;
import dev.wsol.contract.JobId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which jobs the book takes, and under which ids. */
class JobBookTest {
    private static final JobId A = new JobId("a");

    private final BookScene scene = new BookScene();

    @Test
    void a_new_job_is_accepted_and_queued_under_its_first_lease_epoch() {
        assertThat(scene.submit(A, train(When.NEVER)))
                .containsExactly(
                        new Submitted(A, scene.now, "c1", train(When.NEVER), Optional.empty()),
                        new Queued(A, scene.now, 1, QueuedReason.NEW, Optional.empty()));
    }

    @Test
    void submitting_the_same_again_changes_nothing() {
        scene.submit(A, train(When.NEVER));

        assertThat(scene.submit(A, train(When.NEVER))).isEmpty();
    }

    @Test
    void the_same_id_with_another_spec_is_a_conflict() {
        scene.submit(A, train(When.NEVER));

        assertThat(refusal(scene.submit(A, train(When.EACH_CHECKPOINT)))).isEqualTo(RefusedCode.CONFLICT);
        assertThat(scene.job(A).spec()).isEqualTo(train(When.NEVER));
    }

    @Test
    void an_id_that_leaves_no_room_for_the_jobs_below_is_refused_instead_of_failing_later() {
        var endless = new JobId("x".repeat(120));

        assertThat(refusal(scene.submit(endless, sweep(When.NEVER, 0.1)))).isEqualTo(RefusedCode.INVALID);
        assertThat(refusal(scene.submit(endless, train(When.NEVER)))).isEqualTo(RefusedCode.INVALID);
    }

    @Test
    void an_unknown_job_cannot_be_cancelled() {
        assertThat(refusal(scene.cancel(A))).isEqualTo(RefusedCode.NO_SUCH_JOB);
    }
}
