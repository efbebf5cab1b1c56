package dev.wsol.coordinator.job;

import static dev.wsol.coordinator.Samples.checkpoint;
import static dev.wsol.coordinator.Samples.train;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EpochReport;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent.CheckpointPublished;
import dev.wsol.contract.JobEvent.EpochDone;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Report;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Kafka may hand out a report twice, and a worker may do twice what it could not tell. */
class RepeatedReportTest {
    private static final JobId A = new JobId("a");
    private final BookScene scene = new BookScene();

    @Test
    void an_epoch_told_twice_is_done_once() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");
        var told = epoch(1);

        assertThat(scene.report(A, 1, "w1", told)).containsExactly(new EpochDone(A, scene.now, 1, told.report()));
        assertThat(scene.report(A, 1, "w1", told)).isEmpty();
        assertThat(scene.report(A, 1, "w1", epoch(2))).hasSize(1);
        assertThat(scene.report(A, 1, "w1", told)).isEmpty();
    }

    @Test
    void an_epoch_told_twice_is_done_once_also_when_its_holder_has_claimed_again_between() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");
        scene.report(A, 1, "w1", epoch(1));
        scene.claim(A, 1, "w1");

        assertThat(scene.report(A, 1, "w1", epoch(1))).isEmpty();
    }

    @Test
    void an_epoch_that_the_next_holder_trains_again_is_done_again() {
        scene.submit(A, train(When.NEVER));
        scene.claim(A, 1, "w1");
        scene.report(A, 1, "w1", epoch(1));
        scene.pass(Duration.ofSeconds(11));
        scene.claim(A, 2, "w2");

        assertThat(scene.report(A, 2, "w2", epoch(1))).hasExactlyElementsOfTypes(EpochDone.class);
    }

    @Test
    void an_epoch_trained_again_after_a_lost_lease_is_not_evaluated_again() {
        scene.submit(A, train(When.EACH_CHECKPOINT));
        scene.claim(A, 1, "w1");
        scene.report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 1)));
        scene.pass(Duration.ofSeconds(11));
        scene.claim(A, 2, "w2");

        assertThat(scene.report(A, 2, "w2", new Report.CheckpointSaved(checkpoint(2, 1))))
                .hasExactlyElementsOfTypes(CheckpointPublished.class);
        assertThat(scene.report(A, 2, "w2", new Report.CheckpointSaved(checkpoint(2, 1))))
                .isEmpty();
    }

    @Test
    void a_checkpoint_told_twice_does_not_take_the_job_back_to_it() {
        scene.submit(A, train(When.LAST_CHECKPOINT));
        scene.claim(A, 1, "w1");
        scene.report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 1)));
        scene.report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 2)));

        assertThat(scene.report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 1))))
                .isEmpty();
        assertThat(scene.job(A).checkpoint()).contains(checkpoint(1, 2));
    }

    private static Report.EpochDone epoch(int number) {
        return new Report.EpochDone(new EpochReport(number, 9, 0.5, 50, 100, 1));
    }
}
