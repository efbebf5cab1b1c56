package dev.wsol.contract.wire;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.CheckpointPublished;
import dev.wsol.contract.JobEvent.ClaimRefused;
import dev.wsol.contract.JobEvent.Scored;
import dev.wsol.contract.JobId;
import dev.wsol.contract.wire.v1.EventProto;

/** The body of each event. Job and time are the same for all and are set by {@link EventCodec}. */
final class EventWriter implements JobEvent.Cases<EventProto.JobEvent.Builder> {
    private final EventProto.JobEvent.Builder out = EventProto.JobEvent.newBuilder();

    @Override
    public EventProto.JobEvent.Builder submitted(JobEvent.Submitted e) {
        var body = EventProto.Submitted.newBuilder()
                .setSpec(SpecCodec.toProto(e.spec()))
                .setOwner(e.owner());
        e.parent().ifPresent(p -> body.setParentJobId(p.value()));
        return out.setCause(e.cause()).setSubmitted(body);
    }

    @Override
    public EventProto.JobEvent.Builder queued(JobEvent.Queued e) {
        var body = EventProto.Queued.newBuilder()
                .setLeaseEpoch(e.leaseEpoch())
                .setReason(EventProto.Queued.Reason.valueOf(e.reason().name()));
        e.resumeFrom().ifPresent(c -> body.setResumeFrom(SpecCodec.toProto(c)));
        return out.setQueued(body);
    }

    @Override
    public EventProto.JobEvent.Builder leaseGranted(JobEvent.LeaseGranted e) {
        return out.setLeaseGranted(EventProto.LeaseGranted.newBuilder()
                .setLeaseEpoch(e.leaseEpoch())
                .setWorker(e.worker())
                .setLeaseMs(e.lease().toMillis()));
    }

    @Override
    public EventProto.JobEvent.Builder claimRefused(ClaimRefused e) {
        return out.setClaimRefused(EventProto.ClaimRefused.newBuilder()
                .setLeaseEpoch(e.leaseEpoch())
                .setWorker(e.worker())
                .setReason(e.reason()));
    }

    @Override
    public EventProto.JobEvent.Builder leaseLost(JobEvent.LeaseLost e) {
        return out.setLeaseLost(
                EventProto.LeaseLost.newBuilder().setLeaseEpoch(e.leaseEpoch()).setWorker(e.worker()));
    }

    @Override
    public EventProto.JobEvent.Builder epochDone(JobEvent.EpochDone e) {
        return out.setEpochDone(EventProto.EpochDone.newBuilder()
                .setLeaseEpoch(e.leaseEpoch())
                .setReport(ReportCodec.toProto(e.report())));
    }

    @Override
    public EventProto.JobEvent.Builder checkpointPublished(CheckpointPublished e) {
        return out.setCheckpointPublished(EventProto.CheckpointPublished.newBuilder()
                .setLeaseEpoch(e.leaseEpoch())
                .setCheckpoint(SpecCodec.toProto(e.checkpoint())));
    }

    @Override
    public EventProto.JobEvent.Builder scored(Scored e) {
        return out.setScored(EventProto.Scored.newBuilder().setResult(ResultCodec.toProto(e.result())));
    }

    @Override
    public EventProto.JobEvent.Builder retryPlanned(JobEvent.RetryPlanned e) {
        return out.setRetryPlanned(EventProto.RetryPlanned.newBuilder()
                .setLeaseEpoch(e.leaseEpoch())
                .setFailure(SpecCodec.toProto(e.failure()))
                .setFailures(e.failures())
                .setAllowed(e.allowed()));
    }

    @Override
    public EventProto.JobEvent.Builder finished(JobEvent.Finished e) {
        return out.setFinished(EventProto.Finished.newBuilder().setLeaseEpoch(e.leaseEpoch()));
    }

    @Override
    public EventProto.JobEvent.Builder failed(JobEvent.Failed e) {
        return out.setFailed(EventProto.Failed.newBuilder()
                .setLeaseEpoch(e.leaseEpoch())
                .setFailure(SpecCodec.toProto(e.failure())));
    }

    @Override
    public EventProto.JobEvent.Builder cancelled(JobEvent.Cancelled e) {
        return out.setCause(e.cause())
                .setCancelled(EventProto.Cancelled.newBuilder().setBy(e.by()).setReason(e.reason()));
    }

    @Override
    public EventProto.JobEvent.Builder refused(JobEvent.Refused e) {
        return out.setCause(e.cause())
                .setRefused(EventProto.Refused.newBuilder()
                        .setCode(EventProto.Refused.Code.valueOf(e.code().name()))
                        .setReason(e.reason()));
    }

    @Override
    public EventProto.JobEvent.Builder pauseAsked(JobEvent.PauseAsked e) {
        return out.setCause(e.cause())
                .setPauseAsked(EventProto.PauseAsked.newBuilder().setBy(e.by()).setReason(e.reason()));
    }

    @Override
    public EventProto.JobEvent.Builder paused(JobEvent.Paused e) {
        return out.setCause(e.cause())
                .setPaused(EventProto.Paused.newBuilder()
                        .setLeaseEpoch(e.leaseEpoch())
                        .setBy(e.by())
                        .setReason(e.reason()));
    }

    @Override
    public EventProto.JobEvent.Builder resumed(JobEvent.Resumed e) {
        return out.setCause(e.cause())
                .setResumed(EventProto.Resumed.newBuilder().setBy(e.by()));
    }

    @Override
    public EventProto.JobEvent.Builder reopened(JobEvent.Reopened e) {
        return out.setCause(e.cause())
                .setReopened(EventProto.Reopened.newBuilder().setBy(e.by()));
    }

    @Override
    public EventProto.JobEvent.Builder changed(JobEvent.Changed e) {
        return out.setCause(e.cause())
                .setChanged(EventProto.Changed.newBuilder().setBy(e.by()).setChange(SpecCodec.toProto(e.change())));
    }

    @Override
    public EventProto.JobEvent.Builder drainAsked(JobEvent.DrainAsked e) {
        return out.setCause(e.cause())
                .setDrainAsked(EventProto.DrainAsked.newBuilder()
                        .setBy(e.by())
                        .setWorker(e.worker())
                        .setFinish(e.finish()));
    }

    @Override
    public EventProto.JobEvent.Builder held(JobEvent.Held e) {
        return out.setHeld(EventProto.Held.newBuilder()
                .setLeaseEpoch(e.leaseEpoch())
                .setReason(e.reason())
                .setTurn(e.turn()));
    }

    @Override
    public EventProto.JobEvent.Builder searched(JobEvent.Searched e) {
        return out.setSearched(SearchStepCodec.toProto(e.step()));
    }

    @Override
    public EventProto.JobEvent.Builder checkpointRegistered(JobEvent.CheckpointRegistered e) {
        return out.setCause(e.cause())
                .setCheckpointRegistered(EventProto.CheckpointRegistered.newBuilder()
                        .setRegistered(BenchmarkCodec.toProto(e.registered()))
                        .addAllEvaluationJobIds(
                                e.evaluations().stream().map(JobId::value).toList()));
    }

    @Override
    public EventProto.JobEvent.Builder benchmarkCreated(JobEvent.BenchmarkCreated e) {
        return out.setCause(e.cause())
                .setBenchmarkCreated(
                        EventProto.BenchmarkCreated.newBuilder().setRule(BenchmarkCodec.toProto(e.rule())));
    }

    @Override
    public EventProto.JobEvent.Builder benchmarkDeleted(JobEvent.BenchmarkDeleted e) {
        return out.setCause(e.cause())
                .setBenchmarkDeleted(EventProto.BenchmarkDeleted.newBuilder().setName(e.name()));
    }

    @Override
    public EventProto.JobEvent.Builder benchmarkBackfilled(JobEvent.BenchmarkBackfilled e) {
        return out.setCause(e.cause())
                .setBenchmarkBackfilled(
                        EventProto.BenchmarkBackfilled.newBuilder().setBackfill(BenchmarkCodec.toProto(e.backfill())));
    }

    @Override
    public EventProto.JobEvent.Builder regressionDetected(JobEvent.RegressionDetected e) {
        return out.setRegressionDetected(
                EventProto.RegressionDetected.newBuilder().setRegression(BenchmarkCodec.toProto(e.regression())));
    }
}
