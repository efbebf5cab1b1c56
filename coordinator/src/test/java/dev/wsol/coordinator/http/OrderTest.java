package dev.wsol.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Hold;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobState;
import dev.wsol.coordinator.Samples;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which jobs of a selection are asked at all. */
class OrderTest {
    private static final Job RUNNING = Job.accepted(
                    new JobId("a"), Samples.train(When.NEVER), Optional.empty(), "alice")
            .offered(1)
            .becomes(JobState.RUNNING);

    @Test
    void a_pause_means_all_that_has_not_ended_and_is_not_paused_by_a_person() {
        assertThat(applies("pause", RUNNING)).isTrue();
        assertThat(applies("pause", pausedBy(Hold.SEARCH))).isTrue();
        assertThat(applies("pause", pausedBy("bob"))).isFalse();
        assertThat(applies("pause", RUNNING.becomes(JobState.FAILED))).isFalse();
    }

    @Test
    void a_retry_means_what_failed_or_was_cancelled() {
        assertThat(applies("retry", RUNNING.becomes(JobState.FAILED))).isTrue();
        assertThat(applies("retry", RUNNING.becomes(JobState.CANCELLED))).isTrue();
        assertThat(applies("retry", RUNNING.becomes(JobState.FINISHED))).isFalse();
        assertThat(applies("retry", RUNNING)).isFalse();
    }

    private static Job pausedBy(String who) {
        return RUNNING.becomes(JobState.PAUSED).keptBack(Hold.pause(who, "", Instant.EPOCH));
    }

    private static boolean applies(String deed, Job job) {
        return Fields.read(JsonNodeFactory.instance.objectNode(), f -> Order.read(deed, f))
                .applies()
                .test(job);
    }
}
