package dev.wsol.coordinator.job;

import dev.wsol.contract.Command;
import dev.wsol.contract.Hold;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import java.time.Instant;
import java.util.List;

/** Taking jobs out of the way and letting them go on. */
final class PauseRules {
    private final JobTable table;
    private final Instant now;

    PauseRules(JobTable table, Instant now) {
        this.table = table;
        this.now = now;
    }

    List<JobEvent> pause(Command.Pause c) {
        return reach(c).stream()
                .filter(j -> !j.state().ended() && (!kept(j) || takesOver(j, c)))
                .map(j -> pause(j, c))
                .toList();
    }

    private static boolean kept(Job job) {
        return job.state() == JobState.PAUSED || job.pauseAsked();
    }

    /** Who names a trial that waits for its search keeps it, whatever that decides; who pauses the sweep does not mean it. */
    private static boolean takesOver(Job job, Command.Pause c) {
        return TrialJobs.pausedBySearch(job) && job.id().equals(c.job());
    }

    /** A running job ends its pause only when its worker has saved it: until then nobody else may have it. */
    private JobEvent pause(Job job, Command.Pause c) {
        boolean atWork = job.state() == JobState.RUNNING && !(job.spec() instanceof JobSpec.Sweep);
        return atWork
                ? new JobEvent.PauseAsked(job.id(), now, c.commandId(), c.by(), c.reason())
                : new JobEvent.Paused(job.id(), now, job.leaseEpoch(), c.commandId(), c.by(), c.reason());
    }

    List<JobEvent> resume(Command.Resume c) {
        return reach(c).stream()
                .filter(PauseRules::kept)
                .filter(j -> !TrialJobs.pausedBySearch(j) || j.id().equals(c.job()))
                .<JobEvent>map(j -> new JobEvent.Resumed(j.id(), now, c.commandId(), c.by()))
                .toList();
    }

    /** The job and, of a sweep, all below it. The evaluations of a train job are not its training. */
    private List<Job> reach(Command c) {
        var job = table.get(c.job()).orElseThrow();
        return job.spec() instanceof JobSpec.Sweep ? new Family(table, now).tree(c.job()) : List.of(job);
    }

    /** What becomes of a job that its worker no longer has, when a pause was asked for. */
    static JobEvent paused(Job job, Instant now) {
        var why = job.hold().orElse(Hold.pause("", "", now));
        return new JobEvent.Paused(job.id(), now, job.leaseEpoch(), "", why.by(), why.words());
    }
}
