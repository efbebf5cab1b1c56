package dev.wsol.coordinator.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.RefusedCode;
import dev.wsol.contract.JobId;
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
import org.apache.kafka.common.KafkaException;
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
     * Kafka takes no record above a megabyte, headers included, and what is written about a record has some more of them, or a
     * job's own state: one that cannot be written would stop the coordinator for ever. Bytes.
     */
    private static final int LARGEST = 900_000;

    private static final int LONGEST_KEY = 200;

    /** Bytes of a command: a job is stored with its spec and with what was said about it. */
    private static final int LARGEST_COMMAND = 400_000;

    private static final Logger LOG = LoggerFactory.getLogger(BookProcessor.class);

    private final Rules rules;
    private final Queues queues;
    private final Counts counts;
    private ProcessorContext<String, Outgoing> context;
    private JobBook book;
    private String input = "";
    private BenchmarkBook benchmarks;
    private Outbox outbox;
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
        var table = new StoreTable(store);
        book = new JobBook(table, rules, BookProcessor::broken);
        benchmarks = new BenchmarkBook(
                table,
                new StoreNotes(context.getStateStore(NOTES)),
                submit -> book.on(submit, now()),
                BookProcessor::broken);
        if (benchmarks.unreadable() > 0)
            LOG.error("{} benchmark rules cannot be read by this build; they do nothing.", benchmarks.unreadable());
        outbox = new Outbox(table);
        var open = table.open(
                (key, e) -> LOG.error("Job {} cannot be read; nothing happens to it: {}", key, e.toString()));
        looked = now(); // looking through very many jobs takes a while
        book.takeOver(open, looked);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> look(now()));
    }

    private void look(Instant now) {
        input = "time";
        var still = Duration.between(looked, now);
        looked = now;
        if (still.compareTo(rules.lease().dividedBy(2)) > 0) {
            LOG.warn("The job book stood still for {} s; all leases have their full time again.", still.toSeconds());
            book.stoodStill(now);
        }
        send(book.tick(now));
        benchmarks.behind().forEach(rule -> forwardAll(catchUp(rule)));
    }

    /** A fault of the rules: it would come again after every restart, and stop the coordinator for ever. */
    private static void broken(JobId job, RuntimeException e) {
        broken("Job " + job + " broke the rules of jobs when its turn had come; it is looked at again later", e);
    }

    private static void broken(String what, RuntimeException e) {
        if (e instanceof KafkaException kafka) throw kafka; // of the store: this step must not happen
        LOG.error("{}.", what, e);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        var where = context.recordMetadata().orElseThrow();
        var topic = where.topic();
        input = topic + "@" + where.offset();
        int size = size(record);
        if (size > LARGEST) {
            var why = "has " + size + " bytes; at most " + LARGEST + " are read. It is still at " + input;
            bury(topic, new Record<>(start(record.key()), null, record.timestamp()), why);
            return;
        }
        List<JobEvent> events;
        try {
            events = topic.equals(Topics.COMMANDS) ? command(record.value()) : report(record.value());
        } catch (BadMessage e) {
            bury(topic, record, e.getMessage());
            return;
        } catch (KafkaException e) {
            throw e; // of the store: this step must not happen
        } catch (RuntimeException e) {
            // A fault of the rules: without a burial this record would stop the coordinator for ever.
            LOG.error("A record of {} with key {} broke the rules of jobs.", topic, record.key(), e);
            bury(topic, record, e.toString());
            return;
        }
        send(events);
    }

    private static int size(Record<String, byte[]> record) {
        int size = record.value() == null ? 0 : record.value().length;
        if (record.key() != null) size += record.key().getBytes(UTF_8).length;
        for (var header : record.headers())
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        return size;
    }

    private static String start(String key) {
        return key == null || key.length() <= LONGEST_KEY ? key : key.substring(0, LONGEST_KEY);
    }

    private List<JobEvent> command(byte[] value) {
        var command = CommandCodec.decode(value);
        if (command.isEmpty()) counts.unknownKind();
        return command.map(c -> {
                    var no = value.length > LARGEST_COMMAND ? tooLarge(value) : missingQueue(c);
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
        return "the command has " + value.length + " bytes; at most " + LARGEST_COMMAND + " are taken";
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
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("The benchmark rules could not follow {}.", events, e);
            return List.of();
        }
    }

    private List<JobEvent> catchUp(String rule) {
        try {
            return benchmarks.catchUp(rule, now());
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
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
