package dev.wsol.coordinator.job;

import static dev.wsol.coordinator.Samples.checkpoint;
import static dev.wsol.coordinator.Samples.results;
import static dev.wsol.coordinator.Samples.train;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent.CheckpointPublished;
import dev.wsol.contract.JobEvent.Finished;
import dev.wsol.contract.JobEvent.Queued;
import dev.wsol.contract.JobEvent.Scored;
import dev.wsol.contract.JobEvent.Submitted;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Report;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The evaluations that a train job brings, and their results. */
class EvaluationsTest {
    private static final JobId A = new JobId("a");

    private final BookScene scene = new BookScene();

    @Test
    void each_checkpoint_brings_an_evaluation_that_knows_its_origin() {
        scene.submit(A, train(When.EACH_CHECKPOINT));
        scene.claim(A, 1, "w1");

        var events = scene.report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 2)));

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
        scene.submit(A, train(When.LAST_CHECKPOINT));
        scene.claim(A, 1, "w1");
        scene.report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 1)));
        scene.report(A, 1, "w1", new Report.CheckpointSaved(checkpoint(1, 2)));

        var events = scene.report(A, 1, "w1", new Report.TrainingFinished());

        assertThat(events).hasExactlyElementsOfTypes(Submitted.class, Queued.class, Finished.class);
        assertThat(events.get(0).job().value()).isEqualTo("a-e1-c0002-eval");
    }

    @Test
    void results_are_published_once() {
        var id = evaluationOf(A);
        var spec = (JobSpec.Evaluate) scene.job(id).spec();
        scene.claim(id, 1, "v1");
        var done = new Report.EvaluationFinished(results(id, spec));

        assertThat(scene.report(id, 1, "v1", done))
                .hasExactlyElementsOfTypes(Scored.class, Scored.class, Finished.class);
        assertThat(scene.report(id, 1, "v1", done)).isEmpty();
    }

    @Test
    void results_of_another_job_or_with_a_protocol_missing_are_a_failed_attempt() {
        var id = evaluationOf(A);
        var spec = (JobSpec.Evaluate) scene.job(id).spec();
        scene.claim(id, 1, "v1");

        assertThat(scene.report(id, 1, "v1", new Report.EvaluationFinished(results(A, spec))))
                .singleElement()
                .asString()
                .contains("one is of job a");
        scene.pass(Duration.ofSeconds(2));
        scene.claim(id, 2, "v1");
        assertThat(scene.report(
                        id,
                        2,
                        "v1",
                        new Report.EvaluationFinished(results(id, spec).subList(0, 1))))
                .singleElement()
                .asString()
                .contains("no result for [scm]");
    }

    private JobId evaluationOf(JobId train) {
        scene.submit(train, train(When.LAST_CHECKPOINT));
        scene.finishTraining(train, "w1");
        return train.child("e1-c0001-eval");
    }
}
