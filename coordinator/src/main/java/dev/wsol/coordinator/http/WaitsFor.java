package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.Hold;
import dev.wsol.contract.JobState;
import dev.wsol.coordinator.board.JobCard;
import dev.wsol.coordinator.board.QueueLines;
import java.util.Optional;

/** What a job that does not run waits for, for programs ({@code reason}) and for people ({@code text}). */
final class WaitsFor {
    private final QueueLines lines;

    WaitsFor(QueueLines lines) {
        this.lines = lines;
    }

    /** Empty for a job that runs or has ended. */
    Optional<ObjectNode> of(JobCard card) {
        var job = card.job();
        if (job.state() == JobState.PAUSED)
            return Optional.of(
                    because(job.hold().filter(Hold::forSearch).isPresent() ? "search" : "paused", paused(job.hold())));
        if (job.state() != JobState.QUEUED) return Optional.empty();
        if (job.hold().isPresent())
            return Optional.of(because("owner-limit", job.hold().get().words()));
        if (job.offers() > 0) return Optional.of(inLine(card));
        var queue = JobFilter.queue(job.spec());
        return Optional.of(
                card.waiting().isEmpty() // between two events of one moment
                        ? because("queue", "on its way into queue '" + queue + "'")
                                .put("queue", queue)
                        : because("retry", card.waiting()));
    }

    private static String paused(Optional<Hold> hold) {
        var by = hold.map(Hold::by)
                .filter(b -> !b.isBlank())
                .map(b -> "paused by " + b)
                .orElse("paused");
        return hold.map(Hold::words)
                .filter(w -> !w.isBlank())
                .map(w -> by + ": " + w)
                .orElse(by);
    }

    /** Nobody took it for a whole patience, and nobody has another job of that queue: nobody seems to listen. */
    private ObjectNode inLine(JobCard card) {
        var job = card.job();
        var queue = JobFilter.queue(job.spec());
        int place = lines.place(job.id()).orElse(1);
        if (job.offers() > 1 && lines.running(job) == 0)
            return because("no-worker", "no worker listens to queue '" + queue + "'")
                    .put("queue", queue);
        var where = place > QueueLines.FARTHEST ? "behind place " + QueueLines.FARTHEST : "place " + place;
        return because("queue", where + " in queue '" + queue + "'")
                .put("queue", queue)
                .put("place", place);
    }

    private static ObjectNode because(String reason, String text) {
        return Values.object().put("reason", reason).put("text", text);
    }
}
