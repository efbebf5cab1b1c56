package dev.wsol.contract;

import java.util.Optional;

/**
 * What the coordinator remembers of one job between two messages.
 *
 * @param parent the job it was made for
 * @param leaseEpoch the only epoch under which a claim or a report counts; 0 for a sweep, which is never queued
 * @param worker holder of the lease; empty unless running
 * @param offers how often this epoch was put on the queue; 0 while the job pauses before a retry
 * @param failures attempts that ended in an error
 * @param leasesLost attempts whose worker fell silent; counted apart, because the job may be innocent
 * @param checkpoint the newest one, from which the next attempt continues
 * @param failure the newest error
 */
public record Job(
        JobId id,
        JobSpec spec,
        Optional<JobId> parent,
        JobState state,
        int leaseEpoch,
        String worker,
        int offers,
        int failures,
        int leasesLost,
        Optional<CheckpointRef> checkpoint,
        Optional<Failure> failure) {

    /** A job as it is accepted: a sweep runs at once, the others wait for their first offer. */
    public static Job accepted(JobId id, JobSpec spec, Optional<JobId> parent) {
        var state = spec instanceof JobSpec.Sweep ? JobState.RUNNING : JobState.QUEUED;
        Optional<CheckpointRef> start = spec instanceof JobSpec.Train t ? t.resumeFrom() : Optional.empty();
        return new Job(id, spec, parent, state, 0, "", 0, 0, 0, start, Optional.empty());
    }

    /** @throws IllegalStateException if the life of a job has no such step */
    public Job becomes(JobState next) {
        if (state != next && !state.mayBecome(next))
            throw new IllegalStateException("job " + id + " is " + state + " and cannot become " + next);
        return new Job(id, spec, parent, next, leaseEpoch, "", offers, failures, leasesLost, checkpoint, failure);
    }

    public Job offered(int epoch) {
        int times = epoch == leaseEpoch ? offers + 1 : 1;
        return new Job(id, spec, parent, state, epoch, worker, times, failures, leasesLost, checkpoint, failure);
    }

    public Job heldBy(String holder) {
        return new Job(id, spec, parent, state, leaseEpoch, holder, offers, failures, leasesLost, checkpoint, failure);
    }

    /** Not on any queue for now. */
    public Job pausing() {
        return new Job(id, spec, parent, state, leaseEpoch, worker, 0, failures, leasesLost, checkpoint, failure);
    }

    public Job failedWith(Failure error, int count) {
        return new Job(
                id, spec, parent, state, leaseEpoch, worker, offers, count, leasesLost, checkpoint, Optional.of(error));
    }

    public Job lostLease() {
        return new Job(
                id, spec, parent, state, leaseEpoch, worker, offers, failures, leasesLost + 1, checkpoint, failure);
    }

    public Job at(CheckpointRef newest) {
        return new Job(
                id,
                spec,
                parent,
                state,
                leaseEpoch,
                worker,
                offers,
                failures,
                leasesLost,
                Optional.of(newest),
                failure);
    }

    /** Whether this worker holds the lease of this epoch. */
    public boolean holds(String who, int epoch) {
        return state == JobState.RUNNING && leaseEpoch == epoch && worker.equals(who);
    }
}
