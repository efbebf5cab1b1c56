package dev.wsol.coordinator.http;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Change;
import dev.wsol.contract.Command;
import dev.wsol.contract.Hold;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What is asked of a job, or of each of several.
 *
 * @param queues whether jobs come into a queue by it: then in the order in which they were submitted
 */
record Order(Predicate<Job> applies, boolean queues, Made made) {
    static final List<String> DEEDS = List.of("cancel", "pause", "resume", "retry", "change");

    /** The command for one job. */
    private interface Made {
        Command of(String commandId, JobId job, Instant at);
    }

    /** @param deed one of {@link #DEEDS} */
    static Order read(String deed, Fields f) {
        var by = f.text("by", "");
        return switch (deed) {
            case "cancel" -> {
                var reason = f.text("reason", "");
                yield new Order(
                        j -> !j.state().ended(), false, (c, job, at) -> new Command.Cancel(c, job, at, by, reason));
            }
            case "pause" -> {
                var reason = f.text("reason", "");
                yield new Order(
                        j -> !j.state().ended() && (j.state() != JobState.PAUSED || isSearchs(j)),
                        false,
                        (c, job, at) -> new Command.Pause(c, job, at, by, reason));
            }
            case "resume" ->
                new Order(
                        j -> j.state() == JobState.PAUSED || j.pauseAsked(),
                        true,
                        (c, job, at) -> new Command.Resume(c, job, at, by));
            case "retry" ->
                new Order(
                        j -> j.state() == JobState.FAILED || j.state() == JobState.CANCELLED,
                        true,
                        (c, job, at) -> new Command.Retry(c, job, at, by));
            case "change" -> {
                var change = change(f);
                yield new Order(j -> true, true, (c, job, at) -> new Command.Alter(c, job, at, by, change));
            }
            default -> throw new IllegalArgumentException(deed);
        };
    }

    /** A trial that waits for its search is paused for a person only when one asks for it. */
    private static boolean isSearchs(Job job) {
        return job.hold().filter(Hold::forSearch).isPresent();
    }

    static String[] fields(String deed) {
        return switch (deed) {
            case "cancel", "pause" -> new String[] {"by", "reason"};
            case "change" -> new String[] {"by", "queue", "epochs"};
            default -> new String[] {"by"};
        };
    }

    private static Change change(Fields f) {
        var change = new Change(
                f.has("queue") ? Optional.of(f.text("queue")) : Optional.empty(),
                f.has("epochs") ? OptionalInt.of(f.integer("epochs", 0)) : OptionalInt.empty());
        if (change.nothing()) throw new BadSpec("", "says no change: give 'queue', 'epochs' or both");
        return change;
    }

    Command to(JobId job) {
        return made.of(UUID.randomUUID().toString(), job, Instant.now());
    }
}
