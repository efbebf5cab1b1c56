package dev.wsol.coordinator.job;

import static dev.wsol.coordinator.Samples.sweep;
import static dev.wsol.coordinator.Samples.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent.Cancelled;
import dev.wsol.contract.JobEvent.ClaimRefused;
import dev.wsol.contract.JobEvent.Finished;
import dev.wsol.contract.JobEvent.Held;
import dev.wsol.contract.JobEvent.LeaseGranted;
import dev.wsol.contract.JobEvent.Queued;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobEvent.Submitted;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobState;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OwnerLimitTest {
    private static final JobId A = new JobId("a");
    private static final JobId B = new JobId("b");
    private static final JobId C = new JobId("c");
    private final BookScene scene = new BookScene(Rules.DEFAULT.with(OwnerLimits.parse("alice=1, *=2")));

    @Test
    void a_job_above_the_limit_waits_at_the_coordinator_and_says_why() {
        scene.submit(A, train(When.NEVER), "alice");

        assertThat(scene.submit(B, train(When.NEVER), "alice"))
                .hasExactlyElementsOfTypes(Submitted.class, Held.class)
                .last()
                .isEqualTo(new Held(B, scene.now, 0, "owner limit: alice may have 1 training at a time", 1));
        assertThat(scene.pass(Duration.ofDays(1)))
                .as("A is offered again, B is not")
                .allMatch(e -> e.job().equals(A));
    }

    @Test
    void the_next_job_is_offered_when_one_of_the_owners_ends_the_longest_waiting_first() {
        scene.submit(A, train(When.NEVER), "alice");
        scene.submit(C, train(When.NEVER), "alice");
        scene.pass(Duration.ofSeconds(1));
        scene.submit(B, train(When.NEVER), "alice");

        assertThat(scene.finishTraining(A, "w1"))
                .containsExactly(
                        new Finished(A, scene.now, 1),
                        new Queued(C, scene.now, 1, QueuedReason.PLACE_FREE, Optional.empty()));
        assertThat(scene.cancel(C))
                .hasExactlyElementsOfTypes(Cancelled.class, Queued.class)
                .extracting(e -> e.job())
                .containsExactly(C, B);
    }

    /** The coordinator's clock stands still while it works through a burst of commands. */
    @Test
    void jobs_that_came_in_the_same_moment_are_offered_in_the_order_of_their_coming() {
        scene.submit(A, train(When.NEVER), "alice");
        scene.submit(C, train(When.NEVER), "alice");
        scene.submit(B, train(When.NEVER), "alice");
        scene.takeOver();

        assertThat(scene.finishTraining(A, "w1"))
                .hasExactlyElementsOfTypes(Finished.class, Queued.class)
                .extracting(e -> e.job())
                .containsExactly(A, C);
    }

    @Test
    void a_paused_job_frees_its_place_and_waits_for_one_when_it_is_resumed() {
        scene.submit(A, train(When.NEVER), "alice");
        scene.submit(B, train(When.NEVER), "alice");

        scene.pause(A);

        assertThat(scene.job(B).offers()).isEqualTo(1);
        scene.resume(A);
        assertThat(scene.job(A).state()).isEqualTo(JobState.QUEUED);
        assertThat(scene.job(A).offers()).isZero();
    }

    @Test
    void others_are_not_held_up() {
        scene.submit(A, train(When.NEVER), "alice");

        assertThat(scene.submit(B, train(When.NEVER), "bob")).hasExactlyElementsOfTypes(Submitted.class, Queued.class);
    }

    @Test
    void a_queue_that_nobody_serves_does_not_block_another_but_no_two_run() {
        scene.submit(A, train(When.NEVER), "alice");
        scene.queue(A, "h200");

        assertThat(scene.submit(B, train(When.NEVER), "alice"))
                .hasExactlyElementsOfTypes(Submitted.class, Queued.class);
        scene.claim(B, 1, "w1");
        assertThat(scene.claim(A, 2, "w2")).hasExactlyElementsOfTypes(ClaimRefused.class, Held.class);
        assertThat(scene.finishTraining(B, "w1")).hasExactlyElementsOfTypes(Finished.class, Queued.class);
        assertThat(scene.claim(A, 3, "w2")).hasExactlyElementsOfTypes(LeaseGranted.class);
    }

    @Test
    void the_trials_of_a_sweep_are_of_its_owner() {
        scene.submit(A, sweep(When.NEVER, 0.1, 0.2, 0.3), "alice");

        assertThat(scene.table.jobs.values()).allMatch(j -> j.owner().equals("alice"));
        assertThat(scene.table.jobs.values().stream().filter(j -> j.offers() > 0))
                .hasSize(1);
    }

    @Test
    void evaluations_take_no_place_of_a_training() {
        scene.submit(A, train(When.LAST_CHECKPOINT), "alice");
        scene.submit(B, train(When.NEVER), "alice");

        scene.finishTraining(A, "w1");

        assertThat(scene.job(B).offers()).isEqualTo(1);
        assertThat(scene.job(new JobId("a-e1-c0001-eval")).offers()).isEqualTo(1);
    }

    @Test
    void a_take_over_changes_nothing() {
        scene.submit(A, train(When.NEVER), "alice");
        scene.submit(B, train(When.NEVER), "alice");
        scene.takeOver();

        assertThat(scene.finishTraining(A, "w1")).last().isInstanceOf(Queued.class);
    }

    @Test
    void jobs_that_waited_for_a_limit_are_offered_by_a_coordinator_that_has_none() {
        scene.submit(A, train(When.NEVER), "alice");
        scene.submit(B, train(When.NEVER), "alice");

        scene.takeOver(Rules.DEFAULT);

        assertThat(scene.pass(Duration.ofSeconds(1)))
                .containsExactly(new Queued(B, scene.now, 1, QueuedReason.PLACE_FREE, Optional.empty()));
    }

    @Test
    void limits_are_read_or_refused_with_the_reason() {
        assertThat(OwnerLimits.parse("alice=2, *=8").of("alice")).hasValue(2);
        assertThat(OwnerLimits.parse("alice=2, *=8").of("bob")).hasValue(8);
        assertThat(OwnerLimits.parse("alice=2").of("bob")).isEqualTo(OptionalInt.empty());
        assertThat(OwnerLimits.parse("")).isEqualTo(OwnerLimits.NONE);
        assertThatThrownBy(() -> OwnerLimits.parse("alice")).hasMessageContaining("expected owner=number");
        assertThatThrownBy(() -> OwnerLimits.parse("alice=0")).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> OwnerLimits.parse("a=1,a=2")).hasMessageContaining("twice");
    }
}
