package dev.wsol.contract;

import dev.wsol.contract.sweep.SearchStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the coordinator decided about a job: the public, replayable history. */
public sealed interface JobEvent {
    JobId job();

    Instant at();

    <R> R match(Cases<R> cases);

    /** Whether the job ends here. Every accepted job has exactly one such event, and one more after each {@link Reopened}. */
    default boolean terminal() {
        return this instanceof Finished || this instanceof Failed || this instanceof Cancelled;
    }

    /**
     * The job is accepted.
     *
     * @param cause the command that asked for it; empty for a job made by another job
     * @param parent the job it was made for
     * @param owner whose job it is; empty when nobody said
     */
    record Submitted(JobId job, Instant at, String cause, JobSpec spec, Optional<JobId> parent, String owner)
            implements JobEvent {
        /** A job of nobody in particular, or of its parent's owner. */
        public Submitted(JobId job, Instant at, String cause, JobSpec spec, Optional<JobId> parent) {
            this(job, at, cause, spec, parent, "");
        }

        public Submitted of(String other) {
            return new Submitted(job, at, cause, spec, parent, other);
        }

        @Override
        public <R> R match(Cases<R> c) {
            return c.submitted(this);
        }
    }

    /** Why a job waits. */
    enum QueuedReason {
        NEW,
        LEASE_WAS_LOST,
        RETRY,
        NOT_CLAIMED,
        RELEASED_BY_WORKER,
        RESUMED,
        REOPENED,
        CHANGED,
        PLACE_FREE
    }

    /** The job waits for a worker, which continues from the given checkpoint. */
    record Queued(JobId job, Instant at, int leaseEpoch, QueuedReason reason, Optional<CheckpointRef> resumeFrom)
            implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.queued(this);
        }
    }

    /** This worker, and no other, may work on the job under this lease epoch. */
    record LeaseGranted(JobId job, Instant at, int leaseEpoch, String worker, Duration lease) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.leaseGranted(this);
        }
    }

    /** This worker must not start. */
    record ClaimRefused(JobId job, Instant at, int leaseEpoch, String worker, String reason) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.claimRefused(this);
        }
    }

    /** The worker was not heard of for a lease time. */
    record LeaseLost(JobId job, Instant at, int leaseEpoch, String worker) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.leaseLost(this);
        }
    }

    record EpochDone(JobId job, Instant at, int leaseEpoch, EpochReport report) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.epochDone(this);
        }
    }

    record CheckpointPublished(JobId job, Instant at, int leaseEpoch, CheckpointRef checkpoint) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.checkpointPublished(this);
        }
    }

    /** One protocol of an evaluate job is scored. */
    record Scored(JobId job, Instant at, EvaluationResult result) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.scored(this);
        }
    }

    /** An attempt failed and the job will be queued again. */
    record RetryPlanned(JobId job, Instant at, int leaseEpoch, Failure failure, int failures, int allowed)
            implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.retryPlanned(this);
        }
    }

    record Finished(JobId job, Instant at, int leaseEpoch) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.finished(this);
        }
    }

    record Failed(JobId job, Instant at, int leaseEpoch, Failure failure) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.failed(this);
        }
    }

    /** @param by who did not want it: a person, or the search of its sweep; may be empty */
    record Cancelled(JobId job, Instant at, String cause, String by, String reason) implements JobEvent {
        /** By nobody in particular. */
        public Cancelled(JobId job, Instant at, String cause, String reason) {
            this(job, at, cause, "", reason);
        }

        @Override
        public <R> R match(Cases<R> c) {
            return c.cancelled(this);
        }
    }

    /** The worker of this running job is to save it and give it back. */
    record PauseAsked(JobId job, Instant at, String cause, String by, String reason) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.pauseAsked(this);
        }
    }

    /**
     * The job is on no queue and with no worker.
     *
     * @param cause the command, when it took effect at once
     */
    record Paused(JobId job, Instant at, int leaseEpoch, String cause, String by, String reason) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.paused(this);
        }
    }

    /** The job is not paused any more; what happens next follows as events of its own. */
    record Resumed(JobId job, Instant at, String cause, String by) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.resumed(this);
        }
    }

    /** A person opened the job again after its end; it will end once more. */
    record Reopened(JobId job, Instant at, String cause, String by) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.reopened(this);
        }
    }

    /** The job is to do something else from now on. A worker that trains it gives it back when its epochs have changed. */
    record Changed(JobId job, Instant at, String cause, String by, Change change) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.changed(this);
        }
    }

    /**
     * The job waits at the coordinator: its owner has as many jobs out as one may have.
     *
     * @param turn after which others it is offered that wait since the same moment
     */
    record Held(JobId job, Instant at, int leaseEpoch, String reason, long turn) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.held(this);
        }
    }

    /** A worker is to take no more jobs and to leave; {@link #job} is its name in the form of an id. */
    record DrainAsked(JobId job, Instant at, String cause, String by, String worker, boolean finish)
            implements JobEvent {
        /** Whether a worker of this name is meant. */
        public boolean means(String name) {
            return Command.Drain.means(worker, name);
        }

        @Override
        public <R> R match(Cases<R> c) {
            return c.drainAsked(this);
        }
    }

    /** Why a command was not carried out. */
    enum RefusedCode {
        NO_SUCH_JOB,
        CONFLICT,
        INVALID,
        /** The job is already as it was to be. */
        NOTHING_TO_DO
    }

    /** A command was not carried out; the job, if there is one, is unchanged. */
    record Refused(JobId job, Instant at, String cause, RefusedCode code, String reason) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.refused(this);
        }
    }

    /** The search of a sweep was told or decided something. */
    record Searched(JobId job, Instant at, SearchStep step) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.searched(this);
        }
    }

    /**
     * Somebody's checkpoint is known from now on.
     *
     * @param job {@link RegisteredCheckpoint#subject}; no such job exists
     * @param evaluations jobs that the benchmark rules make of it
     */
    record CheckpointRegistered(
            JobId job, Instant at, String cause, RegisteredCheckpoint registered, List<JobId> evaluations)
            implements JobEvent {
        public CheckpointRegistered {
            evaluations = List.copyOf(evaluations);
        }

        @Override
        public <R> R match(Cases<R> c) {
            return c.checkpointRegistered(this);
        }
    }

    /** A benchmark rule holds from now on. {@code job} is its {@link BenchmarkRule#subject}. */
    record BenchmarkCreated(JobId job, Instant at, String cause, BenchmarkRule rule) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.benchmarkCreated(this);
        }
    }

    /** A benchmark rule has ended. {@code job} is its {@link BenchmarkRule#subject}. */
    record BenchmarkDeleted(JobId job, Instant at, String cause, String name) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.benchmarkDeleted(this);
        }
    }

    /**
     * A rule has looked at a piece of the checkpoints that were there before. {@code job} is its {@link BenchmarkRule#subject}.
     *
     * @param cause the command that told it to look at them
     */
    record BenchmarkBackfilled(JobId job, Instant at, String cause, Backfill backfill) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.benchmarkBackfilled(this);
        }
    }

    /** A result of this evaluate job is worse than earlier ones of the same recipe. */
    record RegressionDetected(JobId job, Instant at, Regression regression) implements JobEvent {
        @Override
        public <R> R match(Cases<R> c) {
            return c.regressionDetected(this);
        }
    }

    /** One answer per event: a new event does not compile until every reader says what it means. */
    interface Cases<R> {
        R submitted(Submitted e);

        R queued(Queued e);

        R leaseGranted(LeaseGranted e);

        R claimRefused(ClaimRefused e);

        R leaseLost(LeaseLost e);

        R epochDone(EpochDone e);

        R checkpointPublished(CheckpointPublished e);

        R scored(Scored e);

        R retryPlanned(RetryPlanned e);

        R finished(Finished e);

        R failed(Failed e);

        R cancelled(Cancelled e);

        R pauseAsked(PauseAsked e);

        R paused(Paused e);

        R resumed(Resumed e);

        R reopened(Reopened e);

        R changed(Changed e);

        R held(Held e);

        R drainAsked(DrainAsked e);

        R refused(Refused e);

        R searched(Searched e);

        R checkpointRegistered(CheckpointRegistered e);

        R benchmarkCreated(BenchmarkCreated e);

        R benchmarkDeleted(BenchmarkDeleted e);

        R benchmarkBackfilled(BenchmarkBackfilled e);

        R regressionDetected(RegressionDetected e);
    }
}
