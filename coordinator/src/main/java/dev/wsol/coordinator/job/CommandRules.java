package dev.wsol.coordinator.job;

import dev.wsol.contract.Command;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.RefusedCode;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.sweep.SearchStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is answered to people. */
final class CommandRules {
    private final JobTable table;
    private final Instant now;

    CommandRules(JobTable table, Instant now) {
        this.table = table;
        this.now = now;
    }

    List<JobEvent> decide(Command command) {
        if (command instanceof Command.Submit c) return submit(c);
        if (command instanceof Command.Drain c)
            return List.of(new JobEvent.DrainAsked(c.job(), now, c.commandId(), c.by(), c.worker(), c.finish()));
        boolean known = command instanceof Command.Cancel
                || command instanceof Command.Pause
                || command instanceof Command.Resume
                || command instanceof Command.Retry
                || command instanceof Command.Alter
                || command instanceof Command.Extend;
        if (!known) return List.of(); // of other rules
        var job = table.get(command.job());
        if (job.isEmpty()) return refuse(command, RefusedCode.NO_SUCH_JOB, "there is no job " + command.job());
        return answered(command, job.get(), about(command, job.get()));
    }

    private List<JobEvent> about(Command command, Job job) {
        if (command instanceof Command.Cancel c) return cancel(c);
        if (command instanceof Command.Pause c) return pause(c, job);
        if (command instanceof Command.Resume c) return resume(c, job);
        if (command instanceof Command.Retry c) return retry(c, job);
        if (command instanceof Command.Extend c) return extend(c, job);
        return alter((Command.Alter) command, job);
    }

    /** Whoever asks about a job hears of that job, also when only jobs below it change, or none. */
    private List<JobEvent> answered(Command c, Job job, List<JobEvent> events) {
        if (c instanceof Command.Cancel || events.stream().anyMatch(e -> e.job().equals(job.id()))) return events;
        var out = new ArrayList<>(events);
        out.addAll(refuse(
                c,
                RefusedCode.NOTHING_TO_DO,
                "job " + job.id() + " is " + job.state().name().toLowerCase(Locale.ROOT) + " as it was"));
        return out;
    }

    private List<JobEvent> pause(Command.Pause c, Job job) {
        if (job.state().ended()) return refuse(c, RefusedCode.CONFLICT, hasEnded(job) + "; there is nothing to pause");
        return new PauseRules(table, now).pause(c);
    }

    private List<JobEvent> resume(Command.Resume c, Job job) {
        if (job.state().ended())
            return refuse(c, RefusedCode.CONFLICT, hasEnded(job) + "; a retry opens failed and cancelled jobs again");
        return new PauseRules(table, now).resume(c);
    }

    private List<JobEvent> retry(Command.Retry c, Job job) {
        var events = new ReopenRules(table, now).retry(c);
        return events.isEmpty() && job.state().ended()
                ? refuse(c, RefusedCode.CONFLICT, hasEnded(job) + "; only failed and cancelled jobs can be retried")
                : events;
    }

    /** A search that has ended is opened again. */
    private List<JobEvent> extend(Command.Extend c, Job job) {
        if (!(job.spec() instanceof JobSpec.Sweep s) || s.search().isEmpty())
            return refuse(c, RefusedCode.CONFLICT, "job " + job.id() + " is no sweep with a search: it has no budget");
        var out = new ArrayList<JobEvent>();
        if (job.state().ended()) {
            out.add(new JobEvent.Reopened(job.id(), now, c.commandId(), ""));
            out.addAll(new ReopenRules(table, now).unmeasured(c, s.search().get()));
        }
        out.add(new JobEvent.Searched(job.id(), now, new SearchStep.Extended(c.budget())));
        return out;
    }

    private List<JobEvent> alter(Command.Alter c, Job job) {
        if (c.change().epochs().isPresent()) {
            if (job.spec() instanceof JobSpec.Evaluate)
                return refuse(c, RefusedCode.INVALID, "epochs: an evaluation has none");
            if (job.spec() instanceof JobSpec.Sweep s && s.search().isPresent())
                return refuse(
                        c,
                        RefusedCode.CONFLICT,
                        "epochs: how long the trials of " + job.id()
                                + " train is for its search to say; clone it with another recipe.epochs");
            var tooFew = ReopenRules.tooFew(job, c.change().epochs().getAsInt());
            if (!tooFew.isEmpty()) return refuse(c, RefusedCode.CONFLICT, tooFew);
        }
        var events = new ReopenRules(table, now).alter(c);
        return events.isEmpty() && job.state().ended()
                ? refuse(c, RefusedCode.CONFLICT, hasEnded(job) + "; only more epochs would open it again")
                : events;
    }

    private static String hasEnded(Job job) {
        return "job " + job.id() + " has ended (" + job.state().name().toLowerCase(Locale.ROOT) + ")";
    }

    private List<JobEvent> submit(Command.Submit c) {
        var there = table.get(c.job());
        if (there.isPresent())
            return there.get().spec().equals(c.spec())
                    ? List.of()
                    : refuse(c, RefusedCode.CONFLICT, "job " + c.job() + " exists with another spec");
        var tooLong = Names.tooLong(c.job(), c.spec());
        if (tooLong.isPresent()) return refuse(c, RefusedCode.INVALID, tooLong.get());
        var taken = takenTrial(c);
        if (taken.isPresent()) return refuse(c, RefusedCode.CONFLICT, taken.get());
        return List.of(new JobEvent.Submitted(c.job(), now, c.commandId(), c.spec(), Optional.empty(), c.owner()));
    }

    private Optional<String> takenTrial(Command.Submit c) {
        if (!(c.spec() instanceof JobSpec.Sweep sweep)) return Optional.empty();
        for (int n = 1; n <= sweep.trials().size(); n++) {
            var id = Names.trial(c.job(), n);
            if (table.get(id).isPresent()) return Optional.of("its trial " + id + " would replace a job of that id");
        }
        return Optional.empty();
    }

    private List<JobEvent> cancel(Command.Cancel c) {
        return new Family(table, now)
                .tree(c.job()).stream()
                        .filter(j -> !j.state().ended())
                        .<JobEvent>map(j -> new JobEvent.Cancelled(j.id(), now, c.commandId(), c.by(), why(c, j)))
                        .toList();
    }

    /** A job that goes with the one above it says with which: nobody has asked for its own end. */
    private static String why(Command.Cancel c, Job job) {
        if (job.id().equals(c.job())) return c.reason();
        return "with " + c.job() + (c.reason().isBlank() ? "" : ": " + c.reason());
    }

    private List<JobEvent> refuse(Command c, RefusedCode code, String reason) {
        return List.of(new JobEvent.Refused(c.job(), now, c.commandId(), code, reason));
    }
}
