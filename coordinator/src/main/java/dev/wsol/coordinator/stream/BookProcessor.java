package dev.wsol.coordinator.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.RefusedCode;
import dev.wsol.contract.wire.BadMessage;
import dev.wsol.contract.wire.CommandCodec;
import dev.wsol.contract.wire.ReportCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.coordinator.benchmark.BenchmarkBook;
import dev.wsol.coordinator.job.JobBook;
import dev.wsol.coordinator.job.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands every message to the book and its events to the outbox. All state is in the store, or made anew in init. */
final class BookProcessor implements Processor<String, byte[], String, Outgoing> {
    static final String STORE = "jobs";
    static final String NOTES = "benchmarks";
    /** How often deadlines are looked at. */
    static final Duration TICK = Duration.ofMillis(100);

    /**
     * Bytes of a command. Kafka takes a megabyte at once, and a job is stored with its spec and with what was said about it: what
     * cannot be written would stop the coordinator for ever.
     */
    private static final int LARGEST = 400_000;

    private static final Logger LOG = LoggerFactory.getLogger(BookProcessor.class);

    private final Rules rules;
    private final Queues queues;
    private final Counts counts;
    private ProcessorContext<String, Outgoing> context;
    private JobBook book;
    private String input = "";
    private BenchmarkBook benchmarks;
    private Outbox outbox;
    private StoreTable table;
    private Instant looked;

    BookProcessor(Rules rules, Queues queues, Counts counts) {
        this.rules = rules;
        this.queues = queues;
        this.counts = counts;
    }

    /** Called again on the same object when the task comes back to this instance: nothing may survive from before. */
    @Override
    public void init(ProcessorContext<String, Outgoing> context) {
        this.context = context;
        KeyValueStore<String, byte[]> store = context.getStateStore(STORE);
        table = new StoreTable(store);
        book = new JobBook(table, rules);
        benchmarks = new BenchmarkBook(
                table, new StoreNotes(context.getStateStore(NOTES)), submit -> book.on(submit, now()));
        outbox = new Outbox(table);
        takeOver();
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> look());
    }

    private void look() {
        input = "time";
        if (wasHeldUp()) takeOver();
        looked = now();
        send(book.tick(looked));
        benchmarks.behind().forEach(rule -> forwardAll(catchUp(rule)));
    }

    /**
     * Whether it has not looked for long: it waited for Kafka, its machine slept, or the clock was put forward. Signs of life
     * that came meanwhile are not read yet, so silence proves nothing.
     */
    private boolean wasHeldUp() {
        return Duration.between(looked, now()).compareTo(rules.lease().dividedBy(2)) > 0;
    }

    private void takeOver() {
        var open = table.open(); // takes a while where there are very many
        looked = now();
        book.takeOver(open, looked);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        var where = context.recordMetadata().orElseThrow();
        var topic = where.topic();
        input = topic + "@" + where.offset();
        List<JobEvent> events;
        try {
            events = topic.equals(Topics.COMMANDS) ? command(record.value()) : report(record.value());
        } catch (BadMessage e) {
            bury(topic, record, e.getMessage());
            return;
        } catch (IllegalArgumentException | IllegalStateException e) {
            // A fault of the rules: without a burial this record would stop the coordinator for ever.
            LOG.error("A record of {} with key {} broke the rules of jobs.", topic, record.key(), e);
            bury(topic, record, e.toString());
            return;
        }
        send(events);
    }

    private List<JobEvent> command(byte[] value) {
        var command = CommandCodec.decode(value);
        if (command.isEmpty()) counts.unknownKind();
        return command.map(c -> {
                    var no = value.length > LARGEST ? tooLarge(value) : missingQueue(c);
                    return no.isEmpty()
                            ? decide(c)
                            : List.<JobEvent>of(
                                    new JobEvent.Refused(c.job(), now(), c.commandId(), RefusedCode.INVALID, no));
                })
                .orElse(List.of());
    }

    private List<JobEvent> decide(Command command) {
        return command instanceof Command.OfBenchmarks c ? benchmarks.on(c, now()) : book.on(command, now());
    }

    private List<JobEvent> report(byte[] value) {
        var report = ReportCodec.decode(value);
        if (report.isEmpty()) counts.unknownKind();
        return report.map(r -> book.on(r, now())).orElse(List.of());
    }

    private static String tooLarge(byte[] value) {
        return "the command has " + value.length + " bytes; at most " + LARGEST + " are taken";
    }

    /** Empty when all queues that the job needs are there. */
    private String missingQueue(Command command) {
        for (var queue : Queues.neededBy(command)) {
            try {
                queues.ensure(queue.kind(), queue.name());
            } catch (RuntimeException e) {
                LOG.warn("Queue {} cannot be made.", queue, e);
                return "queue: '" + queue.name() + "' is not there and cannot be made (" + e.getMessage() + ")";
            }
        }
        return "";
    }

    private void bury(String topic, Record<String, byte[]> record, String reason) {
        LOG.warn("A record of {} with key {} goes to the dead letters: {}", topic, record.key(), reason);
        forward(Outbox.deadLetter(topic, record.key(), record.value(), record.headers(), reason, now()));
    }

    private void send(List<JobEvent> events) {
        forwardAll(events);
        forwardAll(benchmarks(events));
    }

    /** A fault in the rules of benchmarks must not touch what was decided about jobs. */
    private List<JobEvent> benchmarks(List<JobEvent> events) {
        try {
            return benchmarks.after(events, now());
        } catch (BadMessage | IllegalArgumentException | IllegalStateException e) {
            LOG.error("The benchmark rules could not follow {}.", events, e);
            return List.of();
        }
    }

    private List<JobEvent> catchUp(String rule) {
        try {
            return benchmarks.catchUp(rule, now());
        } catch (BadMessage | IllegalArgumentException | IllegalStateException | NoSuchElementException e) {
            LOG.error("Benchmark {} cannot go on with the checkpoints that were there before and gives up.", rule, e);
            benchmarks.giveUp(rule);
            return List.of();
        }
    }

    private void forwardAll(List<JobEvent> events) {
        events.forEach(e -> outbox.records(e).forEach(this::forward));
    }

    private void forward(Outgoing out) {
        if (out.topic().equals(Topics.DEAD_LETTERS)) counts.deadLetter();
        if (out.topic().equals(Topics.EVENTS)) out.headers().add(Topics.INPUT_HEADER, input.getBytes(UTF_8));
        context.forward(new Record<>(out.key(), out, context.currentSystemTimeMs(), out.headers()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
