package dev.wsol.contract;

import java.util.Optional;

/**
 * One job waiting for any free worker.
 *
 * @param leaseEpoch what a claim must name, at least 1
 * @param resumeFrom train jobs: continue from here
 */
public record QueuedJob(JobId job, int leaseEpoch, JobSpec spec, Optional<CheckpointRef> resumeFrom) {
    public QueuedJob {
        Need.atLeast("leaseEpoch", leaseEpoch, 1);
    }
}
