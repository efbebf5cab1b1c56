package dev.wsol.contract;

import java.time.Instant;
import java.util.List;

/**
 * What a worker says about a job. The coordinator ignores every lease epoch but the current one.
 *
 * @param worker name, unique among running workers
 */
public record Report(JobId job, int leaseEpoch, String worker, Instant at, Body body) {

    /** The kinds of report. */
    public sealed interface Body {}

    /** I took this job from the queue and wait for the lease. */
    public record Claimed() implements Body {}

    /** I still work on it. */
    public record Alive() implements Body {}

    public record EpochDone(EpochReport report) implements Body {}

    /** The checkpoint is complete in the object store. */
    public record CheckpointSaved(CheckpointRef checkpoint) implements Body {}

    /**
     * All epochs are trained and the last checkpoint is saved.
     *
     * @param epochs as many as the worker was told when it took the job; 0 if it does not say
     */
    public record TrainingFinished(int epochs) implements Body {
        public TrainingFinished() {
            this(0);
        }
    }

    /** All protocols are scored and the report files are stored. */
    public record EvaluationFinished(List<EvaluationResult> results) implements Body {
        public EvaluationFinished {
            results = List.copyOf(results);
        }
    }

    public record AttemptFailed(Failure failure) implements Body {}

    /** The worker gives the job back without fault of the job. */
    public record Released(String reason) implements Body {}
}
