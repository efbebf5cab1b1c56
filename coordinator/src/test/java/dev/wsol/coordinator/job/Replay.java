package dev.wsol.coordinator.job;

import dev.wsol.contract.JobEvent;
import java.util.ArrayList;
import java.util.List;

/** What a fresh book answers to the same inputs at the same times. */
final class Replay {
    private Replay() {}

    static List<JobEvent> of(List<Fleet.Input> inputs) {
        var book = new JobBook(new MemoryTable(), Rules.DEFAULT);
        var out = new ArrayList<JobEvent>();
        for (var in : inputs) {
            if (in.command() != null) out.addAll(book.on(in.command(), in.at()));
            else if (in.report() != null) out.addAll(book.on(in.report(), in.at()));
            else out.addAll(book.overdue(in.overdue(), in.at()));
        }
        return out;
    }
}
