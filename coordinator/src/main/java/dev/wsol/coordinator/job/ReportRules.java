package dev.wsol.coordinator.job;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.EpochReport;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.Failure;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.Protocol;
import dev.wsol.contract.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What follows from the word of a worker. Only the holder of the current lease is heard, except for claims. */
final class ReportRules {
    private final JobTable table;
    private final Rules rules;
    private final Instant now;

    ReportRules(JobTable table, Rules rules, Instant now) {
        this.table = table;
        this.rules = rules;
        this.now = now;
    }

    List<JobEvent> decide(Report r) {
        var job = table.get(r.job()).orElse(null);
        if (r.body() instanceof Report.Claimed) return claim(job, r);
        if (job == null || !job.holds(r.worker(), r.leaseEpoch())) return List.of();
        if (r.body() instanceof Report.EpochDone b) return epochDone(job, b.report());
        if (r.body() instanceof Report.CheckpointSaved b) return checkpoint(job, b.checkpoint());
        if (r.body() instanceof Report.TrainingFinished b) return trained(job, b.epochs());
        if (r.body() instanceof Report.EvaluationFinished b) return evaluated(job, b.results());
        if (r.body() instanceof Report.AttemptFailed b) return failed(job, b.failure());
        if (r.body() instanceof Report.Released) return List.of(again(job, QueuedReason.RELEASED_BY_WORKER));
        return List.of(); // Alive: a sign of life changes a deadline, not the job
    }

    private List<JobEvent> claim(Job job, Report r) {
        var no = whyNot(job, r);
        return List.of(
                no.isEmpty()
                        ? new JobEvent.LeaseGranted(r.job(), now, r.leaseEpoch(), r.worker(), rules.lease())
                        : new JobEvent.ClaimRefused(r.job(), now, r.leaseEpoch(), r.worker(), no));
    }

    /** Empty for yes. The same worker asking again, for example after a restart, gets the same answer again. */
    private static String whyNot(Job job, Report r) {
        if (job == null) return "there is no such job";
        if (job.spec() instanceof JobSpec.Sweep) return "a sweep is not for workers";
        if (job.state().ended())
            return "the job has ended: " + job.state().name().toLowerCase(Locale.ROOT);
        if (job.leaseEpoch() != r.leaseEpoch())
            return "lease epoch " + r.leaseEpoch() + " is not the current one, " + job.leaseEpoch();
        if (job.state() == JobState.PAUSED) return "the job is paused";
        if (job.state() == JobState.QUEUED) return job.offers() > 0 ? "" : "that attempt has ended";
        return job.worker().equals(r.worker()) ? "" : "worker " + job.worker() + " has it";
    }

    /** Kafka may keep a report twice when its broker dies: an epoch counts once, or a search would see two scores. */
    private List<JobEvent> epochDone(Job job, EpochReport report) {
        if (report.epoch() <= job.epochDone()) return List.of();
        return List.of(new JobEvent.EpochDone(job.id(), now, job.leaseEpoch(), report));
    }

    private List<JobEvent> checkpoint(Job job, CheckpointRef checkpoint) {
        boolean news = job.checkpoint().filter(c -> !follows(c, checkpoint)).isEmpty();
        if (!(job.spec() instanceof JobSpec.Train) || !news || checkpoint.partial() && beyond(job, checkpoint))
            return List.of();
        return List.of(new JobEvent.CheckpointPublished(job.id(), now, job.leaseEpoch(), checkpoint));
    }

    /** A job that has fewer epochs since a moment ago ends at the newest complete one. */
    private static boolean beyond(Job job, CheckpointRef checkpoint) {
        return job.spec() instanceof JobSpec.Train t
                && checkpoint.epoch() >= t.recipe().epochs();
    }

    /**
     * A report that comes twice must not take the job back to where it was. Another attempt may go back: it continues from an
     * older checkpoint where the newest is damaged.
     */
    private static boolean follows(CheckpointRef last, CheckpointRef next) {
        if (!folder(next).equals(folder(last))) return true;
        return next.epoch() > last.epoch() || next.epoch() == last.epoch() && next.step() > last.step();
    }

    /** All checkpoints of one attempt lie side by side. */
    private static String folder(CheckpointRef checkpoint) {
        return checkpoint.uri().substring(0, checkpoint.uri().lastIndexOf('/'));
    }

    /** @param known how many epochs the worker took the job to have; 0 for as many as it has */
    private List<JobEvent> trained(Job job, int known) {
        if (!(job.spec() instanceof JobSpec.Train spec)) return List.of();
        if (known > 0 && known < spec.recipe().epochs()) return List.of(again(job, QueuedReason.CHANGED));
        if (job.checkpoint().isEmpty() || job.checkpoint().get().partial())
            return failed(
                    job,
                    internal("worker " + job.worker() + " finished training without a checkpoint of its last epoch"));
        var out = new ArrayList<JobEvent>();
        if (spec.evaluation().when() == EvaluationRequest.When.LAST_CHECKPOINT)
            out.addAll(new Family(table, now)
                    .evaluation(job, spec, job.checkpoint().get()));
        out.add(new JobEvent.Finished(job.id(), now, job.leaseEpoch())); // last: a sweep waits for the evaluation
        return out;
    }

    private List<JobEvent> evaluated(Job job, List<EvaluationResult> results) {
        if (!(job.spec() instanceof JobSpec.Evaluate spec)) return List.of();
        var wrong = whatIsWrong(job, spec, results);
        if (!wrong.isEmpty())
            return failed(job, internal("the results of worker " + job.worker() + " cannot be used: " + wrong));
        var out = new ArrayList<JobEvent>();
        results.forEach(r -> out.add(new JobEvent.Scored(job.id(), now, r)));
        out.add(new JobEvent.Finished(job.id(), now, job.leaseEpoch()));
        return out;
    }

    private static String whatIsWrong(Job job, JobSpec.Evaluate spec, List<EvaluationResult> results) {
        for (var r : results) {
            if (!r.job().equals(job.id())) return "one is of job " + r.job();
            if (!r.checkpoint().sha256().equals(spec.checkpoint().sha256()))
                return "one is of checkpoint " + r.checkpoint().sha256();
        }
        if (results.stream().map(EvaluationResult::key).distinct().count() < results.size())
            return "one protocol is there twice";
        var scored = results.stream().map(r -> r.protocol().digest()).collect(Collectors.toSet());
        var missing = Protocol.all(spec.protocols()).stream()
                .filter(p -> !scored.contains(p.digest()))
                .map(Protocol::name)
                .toList();
        return missing.isEmpty() ? "" : "no result for " + missing;
    }

    private List<JobEvent> failed(Job job, Failure failure) {
        int failures = job.failures() + 1;
        if (!failure.code().mayPass() || failures >= rules.allowedFailures())
            return List.of(new JobEvent.Failed(job.id(), now, job.leaseEpoch(), failure));
        var planned =
                new JobEvent.RetryPlanned(job.id(), now, job.leaseEpoch(), failure, failures, rules.allowedFailures());
        return job.pauseAsked() ? List.of(planned, PauseRules.paused(job, now)) : List.of(planned);
    }

    /** The deadline of this job has passed: of its lease, of its pause before a retry, or of its offer. */
    List<JobEvent> overdue(Job job) {
        if (job.spec() instanceof JobSpec.Sweep || job.state().ended() || job.state() == JobState.PAUSED)
            return List.of();
        if (job.state() == JobState.RUNNING) return leaseLost(job);
        return List.of(
                job.offers() == 0
                        ? offer(job, job.leaseEpoch() + 1, QueuedReason.RETRY)
                        // The same epoch: whichever copy is claimed first wins, and the job keeps its place.
                        : offer(job, job.leaseEpoch(), QueuedReason.NOT_CLAIMED));
    }

    private List<JobEvent> leaseLost(Job job) {
        var lost = new JobEvent.LeaseLost(job.id(), now, job.leaseEpoch(), job.worker());
        if (job.leasesLost() + 1 < rules.allowedLeaseLosses())
            return List.of(lost, again(job, QueuedReason.LEASE_WAS_LOST));
        var why = rules.allowedLeaseLosses() + " workers fell silent while they had this job, the last was "
                + job.worker() + ": look for crashes in the logs of the workers";
        return List.of(
                lost,
                new JobEvent.Failed(job.id(), now, job.leaseEpoch(), new Failure(Failure.Code.TOO_MANY_ATTEMPTS, why)));
    }

    /** The worker no longer has the job: another one may, unless it was to be paused. */
    private JobEvent again(Job job, QueuedReason reason) {
        return job.pauseAsked() ? PauseRules.paused(job, now) : offer(job, job.leaseEpoch() + 1, reason);
    }

    private JobEvent offer(Job job, int epoch, QueuedReason reason) {
        return new JobEvent.Queued(job.id(), now, epoch, reason, job.checkpoint());
    }

    private static Failure internal(String message) {
        return new Failure(Failure.Code.INTERNAL, message);
    }
}
