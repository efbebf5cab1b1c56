package dev.wsol.coordinator.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Command;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.CommandCodec;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.QueueCodec;
import dev.wsol.contract.wire.ReportCodec;
import dev.wsol.contract.wire.ResultCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.coordinator.Samples;
import dev.wsol.coordinator.job.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTopologyTest {
    private static final JobId A = new JobId("a");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> queuesMade = new ArrayList<>();
    private final Counts counts = new Counts();
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> commands;
    private TestInputTopic<String, byte[]> reports;

    @TempDir
    private Path dir;

    @BeforeEach
    void start() {
        Queues queues = (kind, name) -> {
            if (name.equals("forbidden")) throw new IllegalStateException("no right to make topics");
            queuesMade.add(kind.topic(name));
        };
        var settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", dir.toString());
        settings.put("processing.guarantee", "exactly_once_v2");
        driver = new TopologyTestDriver(JobTopology.of(Rules.DEFAULT, queues, counts), settings, START);
        commands = driver.createInputTopic(Topics.COMMANDS, new StringSerializer(), new ByteArraySerializer());
        reports = driver.createInputTopic(Topics.REPORTS, new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void a_submitted_job_waits_on_its_queue_and_its_claim_is_granted() {
        submit(A, Samples.train(When.NEVER));

        assertThat(events()).extracting(e -> e.getClass().getSimpleName()).containsExactly("Submitted", "Queued");
        var waiting = output(Topics.trainQueue("default")).readRecord();
        assertThat(waiting.key()).isEqualTo("a");
        assertThat(QueueCodec.decode(waiting.value()).orElseThrow().leaseEpoch())
                .isEqualTo(1);
        assertThat(header(waiting, "ce_type")).isEqualTo("wsol.v1.QueuedJob");
        assertThat(header(waiting, "ce_subject")).isEqualTo("a");
        assertThat(queuesMade).contains(Topics.trainQueue("default"));

        say(A, 1, "w1", new Report.Claimed());
        assertThat(events()).singleElement().isInstanceOf(JobEvent.LeaseGranted.class);
    }

    @Test
    void a_lease_runs_out_by_wall_clock_and_the_job_is_on_the_queue_again() {
        submit(A, Samples.train(When.NEVER));
        say(A, 1, "w1", new Report.Claimed());
        events();
        var queue = output(Topics.trainQueue("default"));
        queue.readRecord();

        pass(Duration.ofSeconds(9));
        assertThat(events()).isEmpty();
        pass(Duration.ofSeconds(2));

        assertThat(events()).extracting(e -> e.getClass().getSimpleName()).containsExactly("LeaseLost", "Queued");
        assertThat(QueueCodec.decode(queue.readRecord().value()).orElseThrow().leaseEpoch())
                .isEqualTo(2);
    }

    @Test
    void while_the_coordinator_itself_stood_still_it_could_hear_no_worker_and_no_lease_runs_out() {
        submit(A, Samples.train(When.NEVER));
        say(A, 1, "w1", new Report.Claimed());
        pass(Duration.ofSeconds(6));
        events();

        driver.advanceWallClockTime(Duration.ofMinutes(5)); // as when the machine slept, or made a topic for long
        assertThat(events()).isEmpty();
        pass(Duration.ofSeconds(3));
        assertThat(events()).isEmpty();
        pass(Duration.ofSeconds(2));

        assertThat(events()).extracting(e -> e.getClass().getSimpleName()).containsExactly("LeaseLost", "Queued");
    }

    @Test
    void results_go_to_their_own_topic_keyed_by_checkpoint_and_protocol() {
        var spec = Samples.evaluate(Samples.checkpoint(1, 1));
        submit(A, spec);
        say(A, 1, "v1", new Report.Claimed());
        var done = new Report.EvaluationFinished(Samples.results(A, spec));
        say(A, 1, "v1", done);
        say(A, 1, "v1", done);

        var told = output(Topics.RESULTS).readRecordsToList();
        assertThat(told).singleElement().satisfies(r -> {
            assertThat(ResultCodec.decode(r.value())).isEqualTo(done.results().get(0));
            assertThat(r.key()).isEqualTo(done.results().get(0).key());
        });
    }

    @Test
    void bytes_that_are_no_message_go_to_the_dead_letters_with_topic_and_reason_and_the_next_is_heard() {
        commands.pipeInput("a", "not protobuf at all".getBytes(UTF_8));
        reports.pipeInput("b", null);
        submit(A, Samples.train(When.NEVER));

        var dead = output(Topics.DEAD_LETTERS).readRecordsToList();
        assertThat(dead).hasSize(2);
        assertThat(header(dead.get(0), Topics.SOURCE_TOPIC_HEADER)).isEqualTo(Topics.COMMANDS);
        assertThat(header(dead.get(0), Topics.REASON_HEADER)).startsWith("no command");
        assertThat(dead.get(0).value()).isEqualTo("not protobuf at all".getBytes(UTF_8));
        assertThat(header(dead.get(1), Topics.SOURCE_TOPIC_HEADER)).isEqualTo(Topics.REPORTS);
        assertThat(counts.deadLetters()).isEqualTo(2);
        assertThat(events()).hasSize(2);
    }

    @Test
    void a_command_of_a_kind_from_the_future_is_counted_and_skipped() {
        var fieldNinetyNine = new byte[] {0x12, 1, 'a', (byte) 0x9A, 0x06, 0}; // job id "a", then an unknown arm

        commands.pipeInput("a", fieldNinetyNine);

        assertThat(counts.unknown()).isEqualTo(1);
        assertThat(output(Topics.DEAD_LETTERS).isEmpty()).isTrue();
        assertThat(events()).isEmpty();
    }

    @Test
    void a_job_that_used_up_its_retries_is_copied_to_the_dead_letters() {
        submit(A, Samples.train(When.NEVER));
        for (int epoch = 1; epoch <= 3; epoch++) {
            say(A, epoch, "w1", new Report.Claimed());
            say(A, epoch, "w1", new Report.AttemptFailed(new Failure(Failure.Code.DISK_FULL, "no space on /scratch")));
            driver.advanceWallClockTime(Duration.ofSeconds(5));
        }

        assertThat(events()).last().isInstanceOf(JobEvent.Failed.class);
        var dead = output(Topics.DEAD_LETTERS).readRecord();
        assertThat(header(dead, Topics.REASON_HEADER)).isEqualTo("DISK_FULL: no space on /scratch");
        assertThat(QueueCodec.decode(dead.value()).orElseThrow().spec()).isEqualTo(Samples.train(When.NEVER));
    }

    @Test
    void a_job_whose_queue_cannot_be_made_is_refused() {
        var spec = Samples.train(When.NEVER);
        submit(A, new JobSpec.Train(spec.model(), spec.data(), spec.recipe(), spec.evaluation(), "forbidden"));

        assertThat(events()).singleElement().isInstanceOfSatisfying(JobEvent.Refused.class, r -> assertThat(r.reason())
                .contains("forbidden", "no right"));
    }

    /** As it does for a coordinator that runs: time is looked at again and again. */
    private void pass(Duration time) {
        for (long n = time.dividedBy(BookProcessor.TICK); n > 0; n--) driver.advanceWallClockTime(BookProcessor.TICK);
    }

    private void submit(JobId id, JobSpec spec) {
        commands.pipeInput(id.value(), CommandCodec.encode(new Command.Submit("c-" + id, id, START, spec)));
    }

    private void say(JobId id, int epoch, String worker, Report.Body body) {
        reports.pipeInput(id.value(), ReportCodec.encode(new Report(id, epoch, worker, START, body)));
    }

    private List<JobEvent> events() {
        return output(Topics.EVENTS).readValuesToList().stream()
                .map(v -> EventCodec.decode(v).orElseThrow())
                .toList();
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static String header(TestRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
