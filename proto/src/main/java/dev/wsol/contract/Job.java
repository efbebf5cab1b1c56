package dev.wsol.contract;

import java.util.Optional;
import java.util.function.Consumer;

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
        return with(to -> {
            to.state = next;
            to.worker = "";
        });
    }

    /**
     * Open again after its end, with a clean record: what went wrong before does not count against it.
     *
     * @throws IllegalStateException if it has not ended
     */
    public Job reopened() {
        if (!state.ended()) throw new IllegalStateException("job " + id + " is " + state + " and has not ended");
        return with(to -> {
            to.state = open(spec);
            to.worker = "";
            to.offers = 0;
            to.attempts = new Attempts(0, 0, attempts.preemptions());
            to.failure = Optional.empty();
            to.hold = Optional.empty();
        });
    }

    public Job offered(int epoch) {
        boolean again = epoch == leaseEpoch;
        return with(to -> {
            to.leaseEpoch = epoch;
            to.offers = again ? offers + 1 : 1;
            to.hold = Optional.empty();
            to.epochDone = again ? epochDone : 0;
        });
    }

    public Job heldBy(String holder) {
        return with(to -> to.worker = holder);
    }

    /** Not on any queue for now. */
    public Job offQueue() {
        return with(to -> to.offers = 0);
    }

    public Job keptBack(Hold why) {
        return with(to -> to.hold = Optional.of(why));
    }

    public Job letGo() {
        return with(to -> to.hold = Optional.empty());
    }

    /** @param count errors so far */
    public Job failedWith(Failure error, int count) {
        return with(to -> {
            to.attempts = new Attempts(count, attempts.leasesLost(), attempts.preemptions());
            to.failure = Optional.of(error);
        });
    }

    public Job lostLease() {
        return with(to ->
                to.attempts = new Attempts(attempts.failures(), attempts.leasesLost() + 1, attempts.preemptions()));
    }

    public Job preempted() {
        return with(to ->
                to.attempts = new Attempts(attempts.failures(), attempts.leasesLost(), attempts.preemptions() + 1));
    }

    public Job at(CheckpointRef newest) {
        return with(to -> to.checkpoint = Optional.of(newest));
    }

    public Job trained(int epoch) {
        return with(to -> to.epochDone = epoch);
    }

    public Job doing(JobSpec other) {
        return with(to -> to.spec = other);
    }

    private Job with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.job();
    }

    /** A job in the making: what may differ from the one before. */
    private static final class Draft {
        private final Job before;
        private JobSpec spec;
        private JobState state;
        private int leaseEpoch;
        private String worker;
        private int offers;
        private Attempts attempts;
        private Optional<CheckpointRef> checkpoint;
        private Optional<Failure> failure;
        private Optional<Hold> hold;
        private int epochDone;

        Draft(Job before) {
            this.before = before;
            spec = before.spec;
            state = before.state;
            leaseEpoch = before.leaseEpoch;
            worker = before.worker;
            offers = before.offers;
            attempts = before.attempts;
            checkpoint = before.checkpoint;
            failure = before.failure;
            hold = before.hold;
            epochDone = before.epochDone;
        }

        Job job() {
            return new Job(
                    before.id,
                    spec,
                    before.parent,
                    before.owner,
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
