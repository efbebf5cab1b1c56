package dev.wsol.coordinator.board;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.EpochReport;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.Failure;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is shown of one job: where it stands, and what it has brought.
 *
 * @param job state, spec, lease and counts
 * @param root the topmost job above it; itself when there is none
 * @param startedAt first grant of its lease; of a sweep, when it was submitted
 * @param offeredAt when it was last put on its queue
 * @param waiting why it waits, for people; empty unless queued
 * @param epochs the newest report of each training epoch, in order
 */
public record JobCard(
        Job job,
        JobId root,
        Instant submittedAt,
        Optional<Instant> startedAt,
        Optional<Instant> offeredAt,
        Optional<Instant> endedAt,
        String waiting,
        List<EpochReport> epochs,
        List<CheckpointRef> checkpoints,
        List<EvaluationResult> results) {

    static JobCard accepted(Job job, JobId root, Instant at) {
        return new JobCard(
                job,
                root,
                at,
                job.state() == JobState.RUNNING ? Optional.of(at) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                List.of(),
                List.of(),
                List.of());
    }

    public JobId id() {
        return job.id();
    }

    /** Attempts that ended in an error, the last one of a failed job included. */
    public int failures() {
        boolean attempt = job.state() == JobState.FAILED
                && job.leaseEpoch() > 0
                && job.failure()
                        .filter(f -> f.code() != Failure.Code.TOO_MANY_ATTEMPTS)
                        .isPresent();
        return job.failures() + (attempt ? 1 : 0);
    }

    JobCard with(Job next) {
        return new JobCard(next, root, submittedAt, startedAt, offeredAt, endedAt, "", epochs, checkpoints, results);
    }

    JobCard waiting(String why) {
        return new JobCard(job, root, submittedAt, startedAt, offeredAt, endedAt, why, epochs, checkpoints, results);
    }

    JobCard offered(Instant at) {
        return new JobCard(
                job, root, submittedAt, startedAt, Optional.of(at), endedAt, waiting, epochs, checkpoints, results);
    }

    JobCard started(Instant at) {
        var first = startedAt.or(() -> Optional.of(at));
        return new JobCard(job, root, submittedAt, first, offeredAt, endedAt, waiting, epochs, checkpoints, results);
    }

    JobCard ended(Instant at) {
        return new JobCard(
                job, root, submittedAt, startedAt, offeredAt, Optional.of(at), waiting, epochs, checkpoints, results);
    }

    /** Not ended any more. */
    JobCard open() {
        return new JobCard(
                job, root, submittedAt, startedAt, offeredAt, Optional.empty(), waiting, epochs, checkpoints, results);
    }

    JobCard withEpoch(EpochReport report) {
        return new JobCard(
                job,
                root,
                submittedAt,
                startedAt,
                offeredAt,
                endedAt,
                waiting,
                Lists.put(epochs, report, e -> e.epoch() == report.epoch()),
                checkpoints,
                results);
    }

    JobCard withCheckpoint(CheckpointRef ref) {
        return new JobCard(
                job,
                root,
                submittedAt,
                startedAt,
                offeredAt,
                endedAt,
                waiting,
                epochs,
                Lists.put(checkpoints, ref, c -> c.uri().equals(ref.uri())),
                results);
    }

    JobCard withResult(EvaluationResult result) {
        return new JobCard(
                job,
                root,
                submittedAt,
                startedAt,
                offeredAt,
                endedAt,
                waiting,
                epochs,
                checkpoints,
                Lists.put(results, result, r -> r.key().equals(result.key())));
    }
}
