package dev.wsol.coordinator.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.CheckpointMatch;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.Command;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.CommandCodec;
import dev.wsol.contract.wire.ReportCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.coordinator.Samples;
import dev.wsol.coordinator.job.Rules;
import dev.wsol.coordinator.replay.RecordedRun;
import dev.wsol.coordinator.replay.Replay;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rule makes of many checkpoints is a function of commands and reports, also where time brings it on. */
class BackfillReplayTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobId TRAIN = new JobId("a");
    private static final int FOREIGN = 230;

    private final Map<Long, byte[]> commands = new LinkedHashMap<>();
    private final Map<Long, byte[]> reports = new LinkedHashMap<>();

    @TempDir
    private Path dir;

    @Test
    void replaying_commands_and_reports_reproduces_the_events_of_a_backfill_and_no_input_made_very_many() {
        var run = record();

        var outcome = Replay.of(run);

        assertThat(outcome.replayed()).isEqualTo(outcome.recorded());
        assertThat(outcome.unexpected()).isEmpty();
        var backfilled = outcome.recorded().stream()
                .filter(e -> e instanceof JobEvent.BenchmarkBackfilled)
                .map(e -> ((JobEvent.BenchmarkBackfilled) e).backfill())
                .toList();
        assertThat(backfilled).hasSize(3).last().satisfies(b -> {
            assertThat(b.done()).isTrue();
            assertThat(b.made()).isEqualTo(FOREIGN + 2); // all but the one that rule "early" had made
        });
        var evaluated = outcome.recorded().stream()
                .filter(e -> e instanceof JobEvent.Submitted s && s.spec() instanceof JobSpec.Evaluate)
                .map(e -> ((JobSpec.Evaluate) ((JobEvent.Submitted) e).spec())
                        .checkpoint()
                        .sha256())
                .toList();
        assertThat(evaluated).hasSize(FOREIGN + 4).doesNotHaveDuplicates();
        var piece = new TreeMap<String, Integer>();
        for (int at = 0; at < run.events().size(); at++)
            piece.merge(
                    run.events().get(at).input() + outcome.recorded().get(at).at(), 1, Integer::sum);
        assertThat(piece.values()).allSatisfy(n -> assertThat(n).isLessThan(210)); // two a job
    }

    private RecordedRun record() {
        var settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", dir.toString());
        var topology = JobTopology.of(Rules.DEFAULT, (kind, name) -> {}, new Counts());
        try (var driver = new TopologyTestDriver(topology, settings, START)) {
            tell(driver, create("early", "source=first", false));
            tell(driver, register("first", FOREIGN + 1));
            tell(driver, new Command.Submit("t", TRAIN, START, Samples.train(When.NEVER)));
            say(driver, new Report.Claimed());
            for (int epoch = 1; epoch <= 2; epoch++)
                say(driver, new Report.CheckpointSaved(Samples.checkpoint(1, epoch)));
            for (int n = 1; n <= FOREIGN; n++) tell(driver, register("ci", n));
            tell(driver, create("late", "arch=*", true));
            driver.advanceWallClockTime(Duration.ofMillis(100));
            tell(driver, register("ci", FOREIGN + 2)); // in the middle
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            var events = driver
                    .createOutputTopic(Topics.EVENTS, new StringDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()
                    .stream()
                    .map(r -> new RecordedRun.Event(
                            new String(
                                    r.headers().lastHeader(Topics.INPUT_HEADER).value(), UTF_8),
                            r.value()))
                    .toList();
            return new RecordedRun(commands, reports, new ArrayList<>(events));
        }
    }

    private void tell(TopologyTestDriver driver, Command command) {
        var value = CommandCodec.encode(command);
        commands.put((long) commands.size(), value);
        driver.createInputTopic(Topics.COMMANDS, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(command.job().value(), value);
    }

    private void say(TopologyTestDriver driver, Report.Body body) {
        var value = ReportCodec.encode(new Report(TRAIN, 1, "w", START, body));
        reports.put((long) reports.size(), value);
        driver.createInputTopic(Topics.REPORTS, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(TRAIN.value(), value);
    }

    private static Command create(String name, String on, boolean existing) {
        var rule = new BenchmarkRule(
                name, List.of(CheckpointMatch.parse(on)), DataRef.at("/data/CUB"), List.of("deployed"), "bench", 0, 0);
        return new Command.CreateBenchmark("c-" + name, BenchmarkRule.subject(name), START, rule, existing);
    }

    private static Command register(String source, int n) {
        var checkpoint = new RegisteredCheckpoint(
                new CheckpointRef("s3://lab/" + n, String.format("%012x", n) + "f".repeat(52), 0),
                ModelSpec.named("scm"),
                new Origin("", "", 0, n, "", source));
        return new Command.RegisterCheckpoint("r", checkpoint.subject(), START, checkpoint);
    }
}
