package dev.wsol.coordinator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.wsol.contract.JobEvent;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RecordedRunTest {
    /** The sweep file asha-creatures, on a local stack with two trainers and an evaluator. */
    @Test
    void replaying_commands_and_reports_of_a_recorded_search_reproduces_its_events() throws IOException {
        RecordedRun run;
        try (var file = RecordedRunTest.class.getResourceAsStream("/recorded/asha-creatures.gz")) {
            assumeThat(file).as("a run written down by Recorder").isNotNull();
            run = RecordedRun.read(file);
        }

        var outcome = Replay.of(run);

        assertThat(outcome.recorded()).hasSizeGreaterThan(100).hasAtLeastOneElementOfType(JobEvent.Searched.class);
        assertThat(outcome.replayed()).isEqualTo(outcome.recorded());
        assertThat(outcome.unexpected()).isEmpty();
    }
}
