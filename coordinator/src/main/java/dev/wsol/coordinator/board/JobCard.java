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
import java.util.function.Consumer;

/**
 * What is shown of one job: where it stands, and what it has brought.
 *
 * @param job state, spec, lease and counts
 * @param root the topmost job above it; itself when there is none
 * @param startedAt first grant of its lease; of a sweep, when it was submitted
 * @param offeredAt when it was last put on its queue
 * @param waiting why it waits, for people; empty unless queued
 * @param cancelled by whom and why; empty unless cancelled
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
        Optional<Cancellation> cancelled,
        List<EpochReport> epochs,
        List<CheckpointRef> checkpoints,
        List<EvaluationResult> results) {

    /**
     * Why a job was not wanted any more.
     *
     * @param by a person, or the search of its sweep; may be empty
     * @param reason for people; may be empty
     */
    public record Cancellation(String by, String reason) {}

    static JobCard accepted(Job job, JobId root, Instant at) {
        return new JobCard(
                job,
                root,
                at,
                job.state() == JobState.RUNNING ? Optional.of(at) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
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
        return with(to -> {
            to.job = next;
            to.waiting = "";
        });
    }

    JobCard waiting(String why) {
        return with(to -> to.waiting = why);
    }

    JobCard offered(Instant at) {
        return with(to -> to.offeredAt = Optional.of(at));
    }

    JobCard started(Instant at) {
        return with(to -> to.startedAt = startedAt.or(() -> Optional.of(at)));
    }

    JobCard ended(Instant at) {
        return with(to -> to.endedAt = Optional.of(at));
    }

    JobCard cancelled(String by, String reason) {
        return with(to -> to.cancelled = Optional.of(new Cancellation(by, reason)));
    }

    /** Not ended any more. */
    JobCard open() {
        return with(to -> {
            to.endedAt = Optional.empty();
            to.cancelled = Optional.empty();
        });
    }

    JobCard withEpoch(EpochReport report) {
        return with(to -> to.epochs = Lists.put(epochs, report, e -> e.epoch() == report.epoch()));
    }

    JobCard withCheckpoint(CheckpointRef ref) {
        return with(
                to -> to.checkpoints = Lists.put(checkpoints, ref, c -> c.uri().equals(ref.uri())));
    }

    JobCard withResult(EvaluationResult result) {
        return with(to -> to.results = Lists.put(results, result, r -> r.key().equals(result.key())));
    }

    private JobCard with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.card();
    }

    /** A card in the making: what may differ from the one before. */
    private static final class Draft {
        private final JobCard before;
        private Job job;
        private Optional<Instant> startedAt;
        private Optional<Instant> offeredAt;
        private Optional<Instant> endedAt;
        private String waiting;
        private Optional<Cancellation> cancelled;
        private List<EpochReport> epochs;
        private List<CheckpointRef> checkpoints;
        private List<EvaluationResult> results;

        Draft(JobCard before) {
            this.before = before;
            job = before.job;
            startedAt = before.startedAt;
            offeredAt = before.offeredAt;
            endedAt = before.endedAt;
            waiting = before.waiting;
            cancelled = before.cancelled;
            epochs = before.epochs;
            checkpoints = before.checkpoints;
            results = before.results;
        }

        JobCard card() {
            return new JobCard(
                    job,
                    before.root,
                    before.submittedAt,
                    startedAt,
                    offeredAt,
                    endedAt,
                    waiting,
                    cancelled,
                    epochs,
                    checkpoints,
                    results);
        }
    }
}
