package dev.wsol.contract;

import java.util.Optional;

/**
 * What the coordinator remembers of one job between two messages.
 *
 * @param parent the job it was made for
 * @param owner whose job it is; empty when nobody said
 * @param leaseEpoch the only epoch under which a claim or a report counts; 0 for a sweep, which is never queued
 * @param worker holder of the lease; empty unless running
 * @param offers how often this epoch was put on the queue; 0 while the job is on no queue
 * @param attempts how earlier attempts ended
 * @param checkpoint the newest one, from which the next attempt continues
 * @param failure the newest error
 * @param hold why it is kept back; of a running job, why its worker is to let it go
 * @param epochDone the last epoch reported done under this lease epoch; 0 before the first
 */
public record Job(
        JobId id,
        JobSpec spec,
        Optional<JobId> parent,
        String owner,
        JobState state,
        int leaseEpoch,
        String worker,
        int offers,
        Attempts attempts,
        Optional<CheckpointRef> checkpoint,
        Optional<Failure> failure,
        Optional<Hold> hold,
        int epochDone) {

    /**
     * Attempts that did not end well, by whose fault it was.
     *
     * @param failures ended in an error
     * @param leasesLost the worker fell silent; counted apart, because the job may be innocent
     * @param preemptions the worker gave the job back whole: it was drained, or the job was paused or changed
     */
    public record Attempts(int failures, int leasesLost, int preemptions) {
        public static final Attempts NONE = new Attempts(0, 0, 0);
    }

    /** A job as it is accepted: a sweep runs at once, the others wait for their first offer. */
    public static Job accepted(JobId id, JobSpec spec, Optional<JobId> parent, String owner) {
        return new Job(
                id,
                spec,
                parent,
                owner,
                open(spec),
                0,
                "",
                0,
                Attempts.NONE,
                spec instanceof JobSpec.Train t ? t.resumeFrom() : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    /** A job of nobody in particular. */
    public static Job accepted(JobId id, JobSpec spec, Optional<JobId> parent) {
        return accepted(id, spec, parent, "");
    }

    private static JobState open(JobSpec spec) {
        return spec instanceof JobSpec.Sweep ? JobState.RUNNING : JobState.QUEUED;
    }

    /** @throws IllegalStateException if the life of a job has no such step */
    public Job becomes(JobState next) {
        if (state != next && !state.mayBecome(next))
            throw new IllegalStateException("job " + id + " is " + state + " and cannot become " + next);
        return new Job(
                id, spec, parent, owner, next, leaseEpoch, "", offers, attempts, checkpoint, failure, hold, epochDone);
    }

    /**
     * Open again after its end, with a clean record: what went wrong before does not count against it.
     *
     * @throws IllegalStateException if it has not ended
     */
    public Job reopened() {
        if (!state.ended()) throw new IllegalStateException("job " + id + " is " + state + " and has not ended");
        var clean = new Attempts(0, 0, attempts.preemptions());
        return new Job(
                id,
                spec,
                parent,
                owner,
                open(spec),
                leaseEpoch,
                "",
                0,
                clean,
                checkpoint,
                Optional.empty(),
                Optional.empty(),
                epochDone);
    }

    public Job offered(int epoch) {
        boolean again = epoch == leaseEpoch;
        return new Job(
                id,
                spec,
                parent,
                owner,
                state,
                epoch,
                worker,
                again ? offers + 1 : 1,
                attempts,
                checkpoint,
                failure,
                Optional.empty(),
                again ? epochDone : 0);
    }

    public Job heldBy(String holder) {
        return new Job(
                id,
                spec,
                parent,
                owner,
                state,
                leaseEpoch,
                holder,
                offers,
                attempts,
                checkpoint,
                failure,
                hold,
                epochDone);
    }

    /** Not on any queue for now. */
    public Job offQueue() {
        return new Job(
                id, spec, parent, owner, state, leaseEpoch, worker, 0, attempts, checkpoint, failure, hold, epochDone);
    }

    public Job keptBack(Hold why) {
        return with(Optional.of(why));
    }

    public Job letGo() {
        return with(Optional.empty());
    }

    private Job with(Optional<Hold> why) {
        return new Job(
                id,
                spec,
                parent,
                owner,
                state,
                leaseEpoch,
                worker,
                offers,
                attempts,
                checkpoint,
                failure,
                why,
                epochDone);
    }

    /** @param count errors so far */
    public Job failedWith(Failure error, int count) {
        return new Job(
                id,
                spec,
                parent,
                owner,
                state,
                leaseEpoch,
                worker,
                offers,
                new Attempts(count, attempts.leasesLost(), attempts.preemptions()),
                checkpoint,
                Optional.of(error),
                hold,
                epochDone);
    }

    public Job lostLease() {
        return with(new Attempts(attempts.failures(), attempts.leasesLost() + 1, attempts.preemptions()));
    }

    public Job preempted() {
        return with(new Attempts(attempts.failures(), attempts.leasesLost(), attempts.preemptions() + 1));
    }

    private Job with(Attempts counts) {
        return new Job(
                id,
                spec,
                parent,
                owner,
                state,
                leaseEpoch,
                worker,
                offers,
                counts,
                checkpoint,
                failure,
                hold,
                epochDone);
    }

    public Job at(CheckpointRef newest) {
        return new Job(
                id,
                spec,
                parent,
                owner,
                state,
                leaseEpoch,
                worker,
                offers,
                attempts,
                Optional.of(newest),
                failure,
                hold,
                epochDone);
    }

    public Job trained(int epoch) {
        return new Job(
                id, spec, parent, owner, state, leaseEpoch, worker, offers, attempts, checkpoint, failure, hold, epoch);
    }

    public Job doing(JobSpec other) {
        return new Job(
                id,
                other,
                parent,
                owner,
                state,
                leaseEpoch,
                worker,
                offers,
                attempts,
                checkpoint,
                failure,
                hold,
                epochDone);
    }

    public int failures() {
        return attempts.failures();
    }

    public int leasesLost() {
        return attempts.leasesLost();
    }

    public int preemptions() {
        return attempts.preemptions();
    }

    /** Whether its worker has been asked to save it and let go. */
    public boolean pauseAsked() {
        return state == JobState.RUNNING
                && hold.filter(h -> h.reason() == Hold.Reason.PAUSE).isPresent();
    }

    /** Whether this worker holds the lease of this epoch. */
    public boolean holds(String who, int epoch) {
        return state == JobState.RUNNING && leaseEpoch == epoch && worker.equals(who);
    }
}
