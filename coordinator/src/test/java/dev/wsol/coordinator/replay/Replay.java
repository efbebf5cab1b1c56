package dev.wsol.coordinator.replay;

import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.wire.CommandCodec;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.ReportCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.coordinator.benchmark.BenchmarkBook;
import dev.wsol.coordinator.benchmark.MemoryNotes;
import dev.wsol.coordinator.job.JobBook;
import dev.wsol.coordinator.job.MemoryTable;
import dev.wsol.coordinator.job.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fresh book is told a recorded run: commands and reports as they came, in the order in which the events name them, at the
 * times of the events; deadlines where an event says that time decided. What caused no event must cause none again.
 */
public final class Replay {
    private final MemoryTable jobs = new MemoryTable();
    private final JobBook book = new JobBook(jobs, Rules.DEFAULT);
    private final BenchmarkBook benchmarks =
            new BenchmarkBook(jobs, new MemoryNotes(new TreeMap<>()), submit -> book.on(submit, submit.at()));
    private final List<JobEvent> answered = new ArrayList<>();
    private final List<JobEvent> unexpected = new ArrayList<>();
    private final Iterator<Map.Entry<Long, byte[]>> commands;
    private final Iterator<Map.Entry<Long, byte[]>> reports;

    private Replay(RecordedRun run) {
        commands = run.commands().entrySet().iterator();
        reports = run.reports().entrySet().iterator();
    }

    public record Outcome(List<JobEvent> recorded, List<JobEvent> replayed, List<JobEvent> unexpected) {}

    public static Outcome of(RecordedRun run) {
        var replay = new Replay(run);
        var recorded = run.events().stream()
                .map(e -> EventCodec.decode(e.value()).orElseThrow())
                .toList();
        for (int at = 0; at < recorded.size(); at = Math.max(at + 1, replay.answered.size())) {
            var input = run.events().get(at).input();
            var event = recorded.get(at);
            replay.answered.addAll(input.equals("time") ? replay.overdue(event) : replay.read(input, event.at()));
        }
        return new Outcome(recorded, replay.answered, replay.unexpected);
    }

    private List<JobEvent> overdue(JobEvent event) {
        return event instanceof JobEvent.BenchmarkBackfilled b
                ? benchmarks.catchUp(b.backfill().rule(), b.at())
                : withBenchmarks(book.overdue(event.job(), event.at()), event.at());
    }

    private List<JobEvent> withBenchmarks(List<JobEvent> events, Instant at) {
        var out = new ArrayList<>(events);
        out.addAll(benchmarks.after(events, at));
        return out;
    }

    private List<JobEvent> decide(Command command, Instant at) {
        return withBenchmarks(
                command instanceof Command.OfBenchmarks c ? benchmarks.on(c, at) : book.on(command, at), at);
    }

    /** Everything of the topic before this record, then the record. */
    private List<JobEvent> read(String input, Instant at) {
        boolean command = input.startsWith(Topics.COMMANDS + "@");
        long offset = Long.parseLong(input.substring(input.indexOf('@') + 1));
        var records = command ? commands : reports;
        while (records.hasNext()) {
            var record = records.next();
            var events = command
                    ? CommandCodec.decode(record.getValue())
                            .map(c -> decide(c, at))
                            .orElse(List.of())
                    : ReportCodec.decode(record.getValue())
                            .map(r -> withBenchmarks(book.on(r, at), at))
                            .orElse(List.of());
            if (record.getKey() == offset) return events;
            unexpected.addAll(events);
        }
        throw new IllegalArgumentException("there is no record " + input);
    }
}
