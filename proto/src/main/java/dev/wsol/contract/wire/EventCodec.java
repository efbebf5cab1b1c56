package dev.wsol.contract.wire;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.wire.v1.EventProto;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Values of {@link Topics#EVENTS}. */
public final class EventCodec {
    private EventCodec() {}

    public static byte[] encode(JobEvent event) {
        return event.match(new EventWriter())
                .setJobId(event.job().value())
                .setAtMs(event.at().toEpochMilli())
                .build()
                .toByteArray();
    }

    /**
     * Empty if the event is of a kind that this build does not know.
     *
     * @throws BadMessage if the bytes are no event
     */
    public static Optional<JobEvent> decode(byte[] bytes) {
        return Bytes.read("event", bytes, EventProto.JobEvent.parser(), EventCodec::fromProto);
    }

    private static Optional<JobEvent> fromProto(EventProto.JobEvent m) {
        var job = new JobId(m.getJobId());
        var at = Instant.ofEpochMilli(m.getAtMs());
        return switch (m.getBodyCase()) {
            case SUBMITTED ->
                SpecCodec.fromProto(m.getSubmitted().getSpec())
                        .map(spec -> new JobEvent.Submitted(
                                job,
                                at,
                                m.getCause(),
                                spec,
                                parent(m.getSubmitted().getParentJobId()),
                                m.getSubmitted().getOwner()));
            case QUEUED -> Optional.of(queued(job, at, m.getQueued()));
            case LEASE_GRANTED -> {
                var g = m.getLeaseGranted();
                yield Optional.of(new JobEvent.LeaseGranted(
                        job, at, g.getLeaseEpoch(), g.getWorker(), Duration.ofMillis(g.getLeaseMs())));
            }
            case CLAIM_REFUSED -> {
                var r = m.getClaimRefused();
                yield Optional.of(new JobEvent.ClaimRefused(job, at, r.getLeaseEpoch(), r.getWorker(), r.getReason()));
            }
            case LEASE_LOST ->
                Optional.of(new JobEvent.LeaseLost(
                        job,
                        at,
                        m.getLeaseLost().getLeaseEpoch(),
                        m.getLeaseLost().getWorker()));
            case EPOCH_DONE ->
                Optional.of(new JobEvent.EpochDone(
                        job,
                        at,
                        m.getEpochDone().getLeaseEpoch(),
                        ReportCodec.fromProto(m.getEpochDone().getReport())));
            case CHECKPOINT_PUBLISHED ->
                Optional.of(new JobEvent.CheckpointPublished(
                        job,
                        at,
                        m.getCheckpointPublished().getLeaseEpoch(),
                        SpecCodec.fromProto(m.getCheckpointPublished().getCheckpoint())));
            case SCORED ->
                Optional.of(new JobEvent.Scored(
                        job, at, ResultCodec.fromProto(m.getScored().getResult())));
            case RETRY_PLANNED -> {
                var r = m.getRetryPlanned();
                yield Optional.of(new JobEvent.RetryPlanned(
                        job,
                        at,
                        r.getLeaseEpoch(),
                        SpecCodec.fromProto(r.getFailure()),
                        r.getFailures(),
                        r.getAllowed()));
            }
            case FINISHED ->
                Optional.of(new JobEvent.Finished(job, at, m.getFinished().getLeaseEpoch()));
            case FAILED ->
                Optional.of(new JobEvent.Failed(
                        job,
                        at,
                        m.getFailed().getLeaseEpoch(),
                        SpecCodec.fromProto(m.getFailed().getFailure())));
            case CANCELLED ->
                Optional.of(new JobEvent.Cancelled(
                        job,
                        at,
                        m.getCause(),
                        m.getCancelled().getBy(),
                        m.getCancelled().getReason()));
            case REFUSED ->
                Optional.of(new JobEvent.Refused(
                        job,
                        at,
                        m.getCause(),
                        code(m.getRefused().getCode()),
                        m.getRefused().getReason()));
            case PAUSE_ASKED, PAUSED, RESUMED, REOPENED, CHANGED, HELD, DRAIN_ASKED ->
                Optional.of(HoldEvents.fromProto(m, job, at));
            case SEARCHED ->
                SearchStepCodec.fromProto(m.getSearched()).map(step -> new JobEvent.Searched(job, at, step));
            case CHECKPOINT_REGISTERED ->
                Optional.of(new JobEvent.CheckpointRegistered(
                        job,
                        at,
                        m.getCause(),
                        BenchmarkCodec.fromProto(m.getCheckpointRegistered().getRegistered()),
                        m.getCheckpointRegistered().getEvaluationJobIdsList().stream()
                                .map(JobId::new)
                                .toList()));
            case BENCHMARK_CREATED ->
                Optional.of(new JobEvent.BenchmarkCreated(
                        job,
                        at,
                        m.getCause(),
                        BenchmarkCodec.fromProto(m.getBenchmarkCreated().getRule())));
            case BENCHMARK_DELETED ->
                Optional.of(new JobEvent.BenchmarkDeleted(
                        job, at, m.getCause(), m.getBenchmarkDeleted().getName()));
            case BENCHMARK_BACKFILLED ->
                Optional.of(new JobEvent.BenchmarkBackfilled(
                        job,
                        at,
                        m.getCause(),
                        BenchmarkCodec.fromProto(m.getBenchmarkBackfilled().getBackfill())));
            case REGRESSION_DETECTED ->
                Optional.of(new JobEvent.RegressionDetected(
                        job,
                        at,
                        BenchmarkCodec.fromProto(m.getRegressionDetected().getRegression())));
            case BODY_NOT_SET -> Optional.empty();
        };
    }

    private static JobEvent.Queued queued(JobId job, Instant at, EventProto.Queued q) {
        var reason =
                switch (q.getReason()) {
                    case REASON_UNSPECIFIED, UNRECOGNIZED -> JobEvent.QueuedReason.NEW;
                    default -> JobEvent.QueuedReason.valueOf(q.getReason().name());
                };
        Optional<CheckpointRef> from =
                q.hasResumeFrom() ? Optional.of(SpecCodec.fromProto(q.getResumeFrom())) : Optional.empty();
        return new JobEvent.Queued(job, at, q.getLeaseEpoch(), reason, from);
    }

    private static JobEvent.RefusedCode code(EventProto.Refused.Code code) {
        return switch (code) {
            case CODE_UNSPECIFIED, UNRECOGNIZED -> JobEvent.RefusedCode.INVALID;
            default -> JobEvent.RefusedCode.valueOf(code.name());
        };
    }

    private static Optional<JobId> parent(String id) {
        return id.isEmpty() ? Optional.empty() : Optional.of(new JobId(id));
    }
}
