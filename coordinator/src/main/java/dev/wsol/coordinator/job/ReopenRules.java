package dev.wsol.coordinator.job;

import dev.wsol.contract.Command;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.coordinator.search.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Opening ended jobs again, and changing what open ones do. */
final class ReopenRules {
    private final JobTable table;
    private final Instant now;

    ReopenRules(JobTable table, Instant now) {
        this.table = table;
        this.now = now;
    }

    /** Empty when nothing in the job's tree failed or was cancelled. A sweep that ended so with the job runs as long as it does. */
    List<JobEvent> retry(Command.Retry c) {
        var family = new Family(table, now);
        var below = family.tree(c.job()).stream()
                .filter(ReopenRules::canBeRetried)
                .filter(j -> j.id().equals(c.job()) || !searchDecides(j))
                .toList();
        var above = below.stream()
                .limit(1)
                .flatMap(j -> family.sweepAbove(j).stream())
                .filter(ReopenRules::canBeRetried);
        return Stream.concat(above, below.stream())
                .<JobEvent>map(j -> new JobEvent.Reopened(j.id(), now, c.commandId(), c.by()))
                .toList();
    }

    private static boolean canBeRetried(Job job) {
        return job.state() == JobState.FAILED || job.state() == JobState.CANCELLED;
    }

    /** A trial is opened again by its search, which knows whether it had given it up. */
    private boolean searchDecides(Job job) {
        return job.spec() instanceof JobSpec.Train
                && SearchEars.above(table, job.id()).isPresent();
    }

    /** Evaluations that were cancelled with their sweep: without them its search would never hear of those epochs. */
    List<JobEvent> unmeasured(Command.Extend c, SearchSpec wanted) {
        return History.of(wanted, table.steps(c.job())).trials().stream()
                .flatMap(t -> table.children(Names.trial(c.job(), t.number())).stream()
                        .flatMap(id -> table.get(id).stream())
                        .filter(j -> j.state() == JobState.CANCELLED
                                && j.spec() instanceof JobSpec.Evaluate e
                                && !t.measures().containsKey(e.checkpoint().epoch())))
                .<JobEvent>map(j -> new JobEvent.Reopened(j.id(), now, c.commandId(), ""))
                .toList();
    }

    /**
     * Empty when the change would leave everything as it is. Of a sweep the trainings change, those to come included: the
     * queue of their evaluations is another one, even where the names are equal.
     */
    List<JobEvent> alter(Command.Alter c) {
        var out = new ArrayList<JobEvent>();
        var job = table.get(c.job()).orElseThrow();
        boolean sweep = job.spec() instanceof JobSpec.Sweep;
        for (var j : sweep ? new Family(table, now).tree(c.job()) : List.of(job))
            if (!sweep || !(j.spec() instanceof JobSpec.Evaluate)) alter(j, c, out);
        return out;
    }

    private void alter(Job job, Command.Alter c, List<JobEvent> out) {
        if (c.change().epochs().isPresent()
                && !tooFew(job, c.change().epochs().getAsInt()).isEmpty()) return;
        boolean more = trainsOn(job, c);
        if (c.change().of(job.spec()).equals(job.spec()) || job.state().ended() && !more) return;
        out.add(new JobEvent.Changed(job.id(), now, c.commandId(), c.by(), c.change()));
        if (more) out.add(new JobEvent.Reopened(job.id(), now, c.commandId(), c.by()));
    }

    /** Whether a finished training has something left to do after the change. */
    private static boolean trainsOn(Job job, Command.Alter c) {
        return job.state() == JobState.FINISHED
                && job.spec() instanceof JobSpec.Train t
                && c.change().epochs().orElse(0) > t.recipe().epochs();
    }

    /**
     * Why a job cannot have so few epochs; empty for no reason. A state in the middle of an epoch beyond the last one
     * could neither be trained on nor be the result.
     */
    static String tooFew(Job job, int epochs) {
        return job.checkpoint().filter(c -> c.partial() && c.epoch() >= epochs).isEmpty()
                ? ""
                : "epochs: job " + job.id() + " is in epoch "
                        + (job.checkpoint().get().epoch() + 1) + " already; it cannot have fewer";
    }
}
