package dev.wsol.coordinator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Command;
import dev.wsol.contract.EpochReport;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.CommandCodec;
import dev.wsol.contract.wire.ReportCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.coordinator.Samples;
import dev.wsol.coordinator.job.Rules;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaperBookTest {
    private static final String APPLICATION = "test";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobId SWEEP = new JobId("s");
    private static final JobId TRIAL = new JobId("s-t001");
    private static final JobId SCORE = new JobId("s-t001-e1-c0030-eval");

    @TempDir
    private Path dir;

    @Test
    void what_it_writes_is_what_the_running_book_writes_changelogs_included() {
        var onPaper = new ArrayList<ProducerRecord<String, byte[]>>();
        var paper = new PaperBook(APPLICATION, Rules.DEFAULT, onPaper::add);
        Map<String, List<String>> running;
        try (var driver = driver()) {
            var commands = driver.createInputTopic(Topics.COMMANDS, new StringSerializer(), new ByteArraySerializer());
            var reports = driver.createInputTopic(Topics.REPORTS, new StringSerializer(), new ByteArraySerializer());
            for (var said : story()) {
                if (said instanceof Command c) {
                    paper.on(c);
                    commands.pipeInput(c.job().value(), CommandCodec.encode(c));
                } else if (said instanceof Report r) {
                    paper.on(r);
                    reports.pipeInput(r.job().value(), ReportCodec.encode(r));
                }
            }
            running = written(driver);
        }

        var expected = new TreeMap<String, List<String>>();
        onPaper.forEach(
                r -> expected.computeIfAbsent(r.topic(), t -> new ArrayList<>()).add(r.key() + " " + hex(r.value())));
        assertThat(running).isEqualTo(expected);
        assertThat(running.keySet())
                .containsAll(PaperBook.changelogs(APPLICATION))
                .contains(Topics.RESULTS);
    }

    private TopologyTestDriver driver() {
        var settings = new Properties();
        settings.put("application.id", APPLICATION);
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", dir.toString());
        return new TopologyTestDriver(JobTopology.of(Rules.DEFAULT, (kind, name) -> {}, new Counts()), settings, NOW);
    }

    private static Map<String, List<String>> written(TopologyTestDriver driver) {
        var out = new TreeMap<String, List<String>>();
        for (var topic : driver.producedTopicNames()) {
            var records = driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
            while (!records.isEmpty()) {
                var r = records.readRecord();
                out.computeIfAbsent(topic, t -> new ArrayList<>()).add(r.key() + " " + hex(r.value()));
            }
        }
        return out;
    }

    private static String hex(byte[] value) {
        return value == null ? "nothing" : HexFormat.of().formatHex(value);
    }

    /** A sweep of two; one is trained and scored, then all is cancelled. */
    private static List<Object> story() {
        var spec = Samples.sweep(When.LAST_CHECKPOINT, 0.1, 0.2);
        var checkpoint = Samples.checkpoint(1, 30);
        var base = Samples.evaluate(checkpoint);
        var scored = new JobSpec.Evaluate(
                checkpoint, base.model(), base.data(), List.of("deployed", "scm"), 0, "default", base.origin());
        return List.of(
                new Command.Submit("1", SWEEP, NOW, spec, "ada"),
                say(TRIAL, new Report.Claimed()),
                say(TRIAL, new Report.CheckpointSaved(checkpoint)),
                say(TRIAL, new Report.EpochDone(new EpochReport(30, 30, 1, 50, 10, 3))),
                say(TRIAL, new Report.TrainingFinished()),
                say(SCORE, new Report.Claimed()),
                say(SCORE, new Report.EvaluationFinished(Samples.results(SCORE, scored))),
                new Command.Cancel("2", SWEEP, NOW, "enough"));
    }

    private static Report say(JobId job, Report.Body body) {
        return new Report(job, 1, "w", NOW, body);
    }
}
