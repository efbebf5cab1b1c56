package dev.wsol.coordinator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Report;
import dev.wsol.coordinator.Samples;
import dev.wsol.coordinator.job.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real broker: the driver of {@link JobTopologyTest} hands over one record after the other, whatever their times. */
class ReportsOvertakeTest {
    private static final int MANY = 300;
    private static final JobId FIRST = new JobId("first");
    private static final JobId LAST = new JobId("many-" + MANY);

    @ParameterizedTest(name = "the worker''s clock is {0} s ahead")
    @ValueSource(longs = {0, 60})
    void a_claim_is_heard_before_a_burst_of_new_commands_but_after_a_command_that_has_waited_long(
            long ahead, @TempDir Path dir) {
        try (var scene = new StreamScene(dir)) {
            publish(scene, Instant.now(), Duration.ofSeconds(ahead));

            scene.start(Rules.DEFAULT, scene.topics::ensureQueue);
            var events =
                    scene.until(e -> e instanceof JobEvent.Submitted && e.job().equals(LAST));

            assertThat(scene.dead()).isFalse();
            assertThat(events)
                    .filteredOn(e -> e.job().equals(FIRST))
                    .extracting(e -> e.getClass().getSimpleName())
                    .containsExactly("Submitted", "Queued", "LeaseGranted");
        }
    }

    /** All is there before the coordinator looks; the claim was sent last. */
    private static void publish(StreamScene scene, Instant now, Duration ahead) {
        scene.submit(FIRST, now.minusSeconds(60), Samples.train(When.NEVER));
        for (int n = 1; n <= MANY; n++) scene.submit(new JobId("many-" + n), now, Samples.train(When.NEVER));
        scene.say(FIRST, 1, now.plusMillis(1).plus(ahead), new Report.Claimed());
    }
}
