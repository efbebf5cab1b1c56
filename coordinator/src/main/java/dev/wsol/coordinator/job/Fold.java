package dev.wsol.coordinator.job;

import dev.wsol.contract.Hold;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;

/** What each event makes of a job. Never refuses. */
public final class Fold implements JobEvent.Cases<Job> {
    private final Job job;

    private Fold(Job job) {
        this.job = job;
    }

    /** @param before null before {@code Submitted} */
    public static Job after(Job before, JobEvent event) {
        return event.match(new Fold(before));
    }

    @Override
    public Job submitted(JobEvent.Submitted e) {
        return Job.accepted(e.job(), e.spec(), e.parent(), e.owner());
    }

    @Override
    public Job queued(JobEvent.Queued e) {
        var before = e.reason() == JobEvent.QueuedReason.RELEASED_BY_WORKER ? job.preempted() : job;
        return before.becomes(JobState.QUEUED).offered(e.leaseEpoch());
    }

    @Override
    public Job leaseGranted(JobEvent.LeaseGranted e) {
        return job.becomes(JobState.RUNNING).heldBy(e.worker());
    }

    @Override
    public Job claimRefused(JobEvent.ClaimRefused e) {
        return job;
    }

    @Override
    public Job leaseLost(JobEvent.LeaseLost e) {
        return job.becomes(JobState.QUEUED).offQueue().lostLease();
    }

    @Override
    public Job epochDone(JobEvent.EpochDone e) {
        return job.trained(e.report().epoch());
    }

    @Override
    public Job checkpointPublished(JobEvent.CheckpointPublished e) {
        return job.at(e.checkpoint());
    }

    @Override
    public Job scored(JobEvent.Scored e) {
        return job;
    }

    @Override
    public Job retryPlanned(JobEvent.RetryPlanned e) {
        return job.becomes(JobState.QUEUED).offQueue().failedWith(e.failure(), e.failures());
    }

    @Override
    public Job finished(JobEvent.Finished e) {
        return job.becomes(JobState.FINISHED).letGo();
    }

    @Override
    public Job failed(JobEvent.Failed e) {
        return job.becomes(JobState.FAILED).letGo().failedWith(e.failure(), job.failures());
    }

    @Override
    public Job cancelled(JobEvent.Cancelled e) {
        return job.becomes(JobState.CANCELLED).letGo();
    }

    @Override
    public Job pauseAsked(JobEvent.PauseAsked e) {
        return job.keptBack(Hold.pause(e.by(), e.reason(), e.at()));
    }

    @Override
    public Job paused(JobEvent.Paused e) {
        var before = job.worker().isEmpty() ? job : job.preempted();
        return before.becomes(JobState.PAUSED).offQueue().keptBack(Hold.pause(e.by(), e.reason(), e.at()));
    }

    /** A job whose worker has not let go yet stays with it. */
    @Override
    public Job resumed(JobEvent.Resumed e) {
        if (job.state() != JobState.PAUSED) return job.letGo();
        return job.becomes(job.spec() instanceof JobSpec.Sweep ? JobState.RUNNING : JobState.QUEUED)
                .letGo();
    }

    @Override
    public Job reopened(JobEvent.Reopened e) {
        return job.reopened();
    }

    @Override
    public Job changed(JobEvent.Changed e) {
        return job.doing(e.change().of(job.spec()));
    }

    @Override
    public Job held(JobEvent.Held e) {
        var before = job.worker().isEmpty() ? job : job.preempted();
        return before.becomes(JobState.QUEUED)
                .offQueue()
                .keptBack(new Hold(Hold.Reason.OWNER_LIMIT, "", e.reason(), e.at(), e.turn()));
    }

    @Override
    public Job drainAsked(JobEvent.DrainAsked e) {
        return job;
    }

    @Override
    public Job refused(JobEvent.Refused e) {
        return job;
    }

    @Override
    public Job searched(JobEvent.Searched e) {
        return job;
    }

    @Override
    public Job checkpointRegistered(JobEvent.CheckpointRegistered e) {
        return job;
    }

    @Override
    public Job benchmarkCreated(JobEvent.BenchmarkCreated e) {
        return job;
    }

    @Override
    public Job benchmarkDeleted(JobEvent.BenchmarkDeleted e) {
        return job;
    }

    @Override
    public Job benchmarkBackfilled(JobEvent.BenchmarkBackfilled e) {
        return job;
    }

    @Override
    public Job regressionDetected(JobEvent.RegressionDetected e) {
        return job;
    }
}
