package dev.wsol.coordinator.job;

import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
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
        return Job.accepted(e.job(), e.spec(), e.parent());
    }

    @Override
    public Job queued(JobEvent.Queued e) {
        return job.becomes(JobState.QUEUED).offered(e.leaseEpoch());
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
        return job.becomes(JobState.QUEUED).pausing().lostLease();
    }

    @Override
    public Job epochDone(JobEvent.EpochDone e) {
        return job;
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
        return job.becomes(JobState.QUEUED).pausing().failedWith(e.failure(), e.failures());
    }

    @Override
    public Job finished(JobEvent.Finished e) {
        return job.becomes(JobState.FINISHED);
    }

    @Override
    public Job failed(JobEvent.Failed e) {
        return job.becomes(JobState.FAILED).failedWith(e.failure(), job.failures());
    }

    @Override
    public Job cancelled(JobEvent.Cancelled e) {
        return job.becomes(JobState.CANCELLED);
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
    public Job regressionDetected(JobEvent.RegressionDetected e) {
        return job;
    }
}
