package dev.wsol.coordinator.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.Command;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.Topics;
import dev.wsol.coordinator.benchmark.BenchmarkBook;
import dev.wsol.coordinator.job.JobBook;
import dev.wsol.coordinator.job.Rules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The rules of a running coordinator without Kafka: for each command and report it answers with the records that one would
 * have written, changelogs included. So a cluster can be given a past in seconds that would have taken months.
 */
public final class PaperBook {
    private final Consumer<ProducerRecord<String, byte[]>> out;
    private final StoreTable table;
    private final JobBook book;
    private final BenchmarkBook benchmarks;
    private final Outbox outbox;
    private Instant now = Instant.EPOCH;
    private long commands;
    private long reports;

    /**
     * @param applicationId of the coordinators that are to go on from here
     * @param out gets each record; where the topic has one partition, its order is the order of calls
     */
    public PaperBook(String applicationId, Rules rules, Consumer<ProducerRecord<String, byte[]>> out) {
        this.out = out;
        this.table = new StoreTable(store(applicationId, BookProcessor.STORE));
        this.book = new JobBook(table, rules);
        this.benchmarks = new BenchmarkBook(
                table, new StoreNotes(store(applicationId, BookProcessor.NOTES)), submit -> book.on(submit, now));
        this.outbox = new Outbox(table);
    }

    /** Topics that Kafka Streams itself would make: compacted, one partition each. */
    public static List<String> changelogs(String applicationId) {
        return List.of(changelog(applicationId, BookProcessor.STORE), changelog(applicationId, BookProcessor.NOTES));
    }

    /** What is decided about the command. Its own record must be the next on {@link Topics#COMMANDS}. */
    public List<JobEvent> on(Command command) {
        now = command.at();
        var events = command instanceof Command.OfBenchmarks c ? benchmarks.on(c, now) : book.on(command, now);
        return told(Topics.COMMANDS + "@" + commands++, events);
    }

    /** What is decided about the report. Its own record must be the next on {@link Topics#REPORTS}. */
    public List<JobEvent> on(Report report) {
        now = report.at();
        return told(Topics.REPORTS + "@" + reports++, book.on(report, now));
    }

    public Optional<Job> job(JobId id) {
        return table.get(id);
    }

    /** Records that the coordinators have read, by topic. */
    public Map<String, Long> read() {
        return Map.of(Topics.COMMANDS, commands, Topics.REPORTS, reports);
    }

    private List<JobEvent> told(String input, List<JobEvent> events) {
        events.forEach(e -> tell(input, e));
        benchmarks.after(events, now).forEach(e -> tell(input, e));
        return events;
    }

    private void tell(String input, JobEvent event) {
        for (var o : outbox.records(event)) {
            if (o.topic().equals(Topics.EVENTS)) o.headers().add(Topics.INPUT_HEADER, input.getBytes(UTF_8));
            out.accept(new ProducerRecord<>(o.topic(), null, now.toEpochMilli(), o.key(), o.value(), o.headers()));
        }
    }

    private PaperStore store(String applicationId, String name) {
        var topic = changelog(applicationId, name);
        return new PaperStore(
                name, (key, value) -> out.accept(new ProducerRecord<>(topic, null, now.toEpochMilli(), key, value)));
    }

    private static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }
}
