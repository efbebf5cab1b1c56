package dev.wsol.coordinator.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Command;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent.Failed;
import dev.wsol.contract.JobEvent.Refused;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.CommandCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.contract.wire.v1.JobProto;
import dev.wsol.contract.wire.v1.ReportProto;
import dev.wsol.coordinator.Samples;
import dev.wsol.coordinator.board.DeadLetters;
import dev.wsol.coordinator.job.Rules;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that Kafka just takes, of which it would not take what is made of them: the events of a job, the job as it is stored, a
 * dead letter. They would stop every coordinator for ever.
 */
class LargestRecordTest {
    private static final JobId A = new JobId("a");
    private static final JobId B = new JobId("b");
    /** Kafka's producers take 1,048,576 bytes with everything. */
    private static final String FITS = "no message ".repeat(95_290);

    private static final String LONG = "no message ".repeat(50_000);

    @TempDir
    private Path dir;

    private StreamScene scene;

    @BeforeEach
    void open() {
        scene = new StreamScene(dir);
        scene.start(Rules.DEFAULT, scene.topics::ensureQueue);
        scene.submit(A, Instant.now(), Samples.train(When.NEVER));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void what_is_too_large_to_be_written_again_goes_to_the_dead_letters_without_its_value_and_the_next_is_heard() {
        pause(FITS);
        scene.send(Topics.COMMANDS, A, Instant.now(), FITS.getBytes(UTF_8));
        scene.send(Topics.REPORTS, A, Instant.now(), FITS.getBytes(UTF_8));
        scene.until(e -> e.job().equals(A));
        fail(FITS.substring(100));

        scene.submit(B, Instant.now(), Samples.train(When.NEVER));

        assertThat(scene.until(e -> e.job().equals(B))).noneMatch(Refused.class::isInstance);
        assertThat(new DeadLetters(scene.broker.settings()).newest(10))
                .hasSize(4)
                .allSatisfy(letter -> {
                    assertThat(letter.value()).isEmpty();
                    assertThat(letter.reason()).contains("at most 900000 are read", "It is still at " + letter.topic());
                });
    }

    @Test
    void a_long_command_is_refused_and_the_words_of_a_failure_are_cut() {
        pause(LONG);
        assertThat(scene.until(Refused.class::isInstance)).last().asString().contains("c-pause", "at most 400000");

        scene.say(A, 1, Instant.now(), new Report.Claimed());
        fail(LONG);

        assertThat(scene.until(Failed.class::isInstance)).last().isInstanceOfSatisfying(Failed.class, f -> assertThat(
                        f.failure().message())
                .hasSize(10_000)
                .endsWith("..."));
    }

    private void pause(String words) {
        var pause = new Command.Pause("c-pause", A, Instant.now(), "alice", words);
        scene.send(Topics.COMMANDS, A, Instant.now(), CommandCodec.encode(pause));
    }

    /** As a worker of another build may say it: ours cuts its words itself. */
    private void fail(String words) {
        var failure = JobProto.Failure.newBuilder()
                .setCode(JobProto.Failure.Code.BAD_DATA)
                .setMessage(words);
        var report = ReportProto.Report.newBuilder()
                .setJobId(A.value())
                .setLeaseEpoch(1)
                .setWorker("w1")
                .setAttemptFailed(ReportProto.AttemptFailed.newBuilder().setFailure(failure));
        scene.send(Topics.REPORTS, A, Instant.now(), report.build().toByteArray());
    }
}
