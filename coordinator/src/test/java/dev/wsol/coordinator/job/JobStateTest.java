package dev.wsol.coordinator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.JobState;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JobStateTest {
    @Test
    void the_life_of_a_job_is_this_picture() {
        var picture = Arrays.stream(JobState.values())
                .map(from -> from + " -> "
                        + Arrays.stream(JobState.values())
                                .filter(from::mayBecome)
                                .map(JobState::name)
                                .collect(Collectors.joining(", ")))
                .map(String::strip)
                .collect(Collectors.joining("\n"));

        assertThat(picture).isEqualTo("""
                QUEUED -> RUNNING, PAUSED, FAILED, CANCELLED
                RUNNING -> QUEUED, PAUSED, FINISHED, FAILED, CANCELLED
                PAUSED -> QUEUED, RUNNING, FINISHED, FAILED, CANCELLED
                FINISHED ->
                FAILED ->
                CANCELLED ->""");
    }
}
