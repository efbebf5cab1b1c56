package dev.wsol.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Hold;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobState;
import dev.wsol.coordinator.Samples;
import dev.wsol.coordinator.board.JobCard;
import dev.wsol.coordinator.board.QueueLines;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every state in which a job does not run has its words. */
class WaitsForTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Job NEW = Job.accepted(new JobId("a"), Samples.train(When.NEVER), Optional.empty(), "alice");
    private static final Job OFFERED = NEW.offered(1);

    @Test
    void a_job_on_its_queue_tells_its_place() {
        assertThat(said(OFFERED, "")).isEqualTo("queue: place 1 in queue 'default'");
    }

    @Test
    void a_job_that_nobody_took_for_a_whole_patience_misses_a_worker() {
        assertThat(said(OFFERED.offered(1), "")).isEqualTo("no-worker: no worker listens to queue 'default'");
    }

    @Test
    void a_job_between_two_attempts_tells_what_went_wrong() {
        var failed = OFFERED.becomes(JobState.RUNNING).becomes(JobState.QUEUED).offQueue();

        assertThat(said(failed, "attempt 1 of 3 failed")).isEqualTo("retry: attempt 1 of 3 failed");
    }

    @Test
    void a_job_that_is_seen_before_it_is_offered_is_on_its_way() {
        assertThat(said(NEW, "")).isEqualTo("queue: on its way into queue 'default'");
    }

    @Test
    void a_job_above_its_owners_limit_names_the_limit() {
        var held = NEW.keptBack(new Hold(Hold.Reason.OWNER_LIMIT, "", "owner limit: alice may have 1", NOW, 1));

        assertThat(said(held, "")).isEqualTo("owner-limit: owner limit: alice may have 1");
    }

    @Test
    void a_paused_job_names_who_paused_it_and_why_as_far_as_they_said() {
        assertThat(said(paused("bob", "lunch"), "")).isEqualTo("paused: paused by bob: lunch");
        assertThat(said(paused("bob", ""), "")).isEqualTo("paused: paused by bob");
        assertThat(said(paused("", ""), "")).isEqualTo("paused: paused");
    }

    @Test
    void a_trial_at_its_rung_waits_for_the_search_and_not_for_a_person() {
        assertThat(said(paused("search", "it waits at epoch 1"), ""))
                .isEqualTo("search: paused by search: it waits at epoch 1");
    }

    @Test
    void a_job_that_runs_or_has_ended_waits_for_nothing() {
        var running = OFFERED.becomes(JobState.RUNNING).heldBy("w");

        assertThat(said(running, "")).isEmpty();
        assertThat(said(running.becomes(JobState.FINISHED), "")).isEmpty();
    }

    private static Job paused(String by, String why) {
        return OFFERED.becomes(JobState.PAUSED).offQueue().keptBack(Hold.pause(by, why, NOW));
    }

    private static String said(Job job, String waiting) {
        var none = Optional.<Instant>empty();
        var card = new JobCard(
                job, job.id(), NOW, none, none, none, waiting, Optional.empty(), List.of(), List.of(), List.of());
        return new WaitsFor(new QueueLines())
                .of(card)
                .map(w -> w.path("reason").asText() + ": " + w.path("text").asText())
                .orElse("");
    }
}
