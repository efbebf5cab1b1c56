package dev.wsol.coordinator.job;

import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which offers wait their turn and which were overlooked. Workers take the records of a queue in about the order in which
 * they were written, so a job whose turn has not come is not offered again: a long backlog would double itself. Like the
 * deadlines it is not part of the remembered state.
 */
final class Lines {
    private final Duration patience;
    private final Map<JobId, Instant> offered = new HashMap<>();
    private final Map<String, Line> lines = new HashMap<>();

    private static final class Line {
        /** When the newest offer was made that a worker has come for. */
        private Instant reached = Instant.MIN;

        /** When a worker last came, or a job was last offered again to see whether one comes. */
        private Instant moved = Instant.MIN;
    }

    /** @param patience how long a line may stand still before one of its jobs is offered again */
    Lines(Duration patience) {
        this.patience = patience;
    }

    void clear() {
        offered.clear();
        lines.clear();
    }

    /** A waiting job known from before: it counts as offered now. */
    void see(Job job, Instant now) {
        if (job.offers() > 0 && !job.state().ended()) offered.put(job.id(), now);
    }

    /** @param job as it is after the event */
    void see(JobEvent event, Job job, Instant now) {
        if (event instanceof JobEvent.Queued) {
            offered.put(job.id(), now);
        } else if (event instanceof JobEvent.LeaseGranted) {
            var line = line(job);
            line.moved = now;
            var at = offered.remove(job.id());
            if (at != null && at.isAfter(line.reached)) line.reached = at;
        } else if (event.terminal()) {
            offered.remove(job.id());
        }
    }

    /** Whether this waiting job is to be offered again: others behind it were taken, or its line stands still. */
    boolean overlooked(Job job, Instant now) {
        var line = line(job);
        var at = offered.getOrDefault(job.id(), now);
        if (at.isBefore(line.reached)) return true;
        if (line.moved.isAfter(now.minus(patience))) return false;
        line.moved = now;
        return true;
    }

    private Line line(Job job) {
        return lines.computeIfAbsent(queue(job.spec()), name -> new Line());
    }

    private static String queue(JobSpec spec) {
        if (spec instanceof JobSpec.Train t) return "train " + t.queue();
        return spec instanceof JobSpec.Evaluate e ? "evaluate " + e.queue() : "";
    }
}
