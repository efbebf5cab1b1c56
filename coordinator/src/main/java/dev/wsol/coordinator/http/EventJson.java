package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Progress;
import dev.wsol.coordinator.board.JobView;
import java.util.Optional;

/** Events to JSON: job, at, type, root, then the fields of the event. */
final class EventJson implements JobEvent.Cases<ObjectNode> {
    private final ObjectNode out = Values.object();

    private EventJson() {}

    static ObjectNode write(JobEvent event, JobView view) {
        var json = new EventJson();
        json.out
                .put("job", event.job().value())
                .put("at", event.at().toString())
                .put("type", type(event))
                .put("root", view.root(event.job()).value());
        return event.match(json);
    }

    static ObjectNode write(Progress p, JobView view) {
        var out = Values.object()
                .put("job", p.job().value())
                .put("at", p.at().toString())
                .put("type", "Progress")
                .put("root", view.root(p.job()).value())
                .put("leaseEpoch", p.leaseEpoch())
                .put("worker", p.worker());
        return out.setAll(Values.progress(p.body()));
    }

    static String type(JobEvent event) {
        return event.getClass().getSimpleName();
    }

    @Override
    public ObjectNode submitted(JobEvent.Submitted e) {
        out.put("cause", e.cause())
                .put("parent", e.parent().map(JobId::value).orElse(null))
                .put("owner", e.owner())
                .set("spec", SpecWriter.write(e.spec()));
        return out;
    }

    @Override
    public ObjectNode queued(JobEvent.Queued e) {
        out.put("leaseEpoch", e.leaseEpoch()).put("reason", e.reason().name());
        return checkpoint("resumeFrom", e.resumeFrom());
    }

    @Override
    public ObjectNode leaseGranted(JobEvent.LeaseGranted e) {
        return out.put("leaseEpoch", e.leaseEpoch())
                .put("worker", e.worker())
                .put("leaseMillis", e.lease().toMillis());
    }

    @Override
    public ObjectNode claimRefused(JobEvent.ClaimRefused e) {
        return out.put("leaseEpoch", e.leaseEpoch()).put("worker", e.worker()).put("reason", e.reason());
    }

    @Override
    public ObjectNode leaseLost(JobEvent.LeaseLost e) {
        return out.put("leaseEpoch", e.leaseEpoch()).put("worker", e.worker());
    }

    @Override
    public ObjectNode epochDone(JobEvent.EpochDone e) {
        return out.put("leaseEpoch", e.leaseEpoch()).set("report", Values.epoch(e.report()));
    }

    @Override
    public ObjectNode checkpointPublished(JobEvent.CheckpointPublished e) {
        out.put("leaseEpoch", e.leaseEpoch());
        return checkpoint("checkpoint", Optional.of(e.checkpoint()));
    }

    @Override
    public ObjectNode scored(JobEvent.Scored e) {
        return out.set("result", Values.result(e.result()));
    }

    @Override
    public ObjectNode retryPlanned(JobEvent.RetryPlanned e) {
        out.put("leaseEpoch", e.leaseEpoch()).put("failures", e.failures()).put("allowed", e.allowed());
        return out.set("failure", Values.failure(e.failure()));
    }

    @Override
    public ObjectNode finished(JobEvent.Finished e) {
        return out.put("leaseEpoch", e.leaseEpoch());
    }

    @Override
    public ObjectNode failed(JobEvent.Failed e) {
        return out.put("leaseEpoch", e.leaseEpoch()).set("failure", Values.failure(e.failure()));
    }

    @Override
    public ObjectNode cancelled(JobEvent.Cancelled e) {
        return out.put("cause", e.cause()).put("by", e.by()).put("reason", e.reason());
    }

    @Override
    public ObjectNode pauseAsked(JobEvent.PauseAsked e) {
        return out.put("cause", e.cause()).put("by", e.by()).put("reason", e.reason());
    }

    @Override
    public ObjectNode paused(JobEvent.Paused e) {
        return out.put("leaseEpoch", e.leaseEpoch())
                .put("cause", e.cause())
                .put("by", e.by())
                .put("reason", e.reason());
    }

    @Override
    public ObjectNode resumed(JobEvent.Resumed e) {
        return out.put("cause", e.cause()).put("by", e.by());
    }

    @Override
    public ObjectNode reopened(JobEvent.Reopened e) {
        return out.put("cause", e.cause()).put("by", e.by());
    }

    @Override
    public ObjectNode changed(JobEvent.Changed e) {
        out.put("cause", e.cause()).put("by", e.by());
        e.change().queue().ifPresent(q -> out.put("queue", q));
        e.change().epochs().ifPresent(n -> out.put("epochs", n));
        return out;
    }

    @Override
    public ObjectNode held(JobEvent.Held e) {
        return out.put("leaseEpoch", e.leaseEpoch()).put("reason", e.reason());
    }

    @Override
    public ObjectNode drainAsked(JobEvent.DrainAsked e) {
        return out.put("cause", e.cause())
                .put("by", e.by())
                .put("worker", e.worker())
                .put("finish", e.finish());
    }

    @Override
    public ObjectNode refused(JobEvent.Refused e) {
        return out.put("cause", e.cause()).put("code", e.code().name()).put("reason", e.reason());
    }

    @Override
    public ObjectNode searched(JobEvent.Searched e) {
        return out.set("step", StepJson.write(e.step()));
    }

    @Override
    public ObjectNode checkpointRegistered(JobEvent.CheckpointRegistered e) {
        return out.put("cause", e.cause()).setAll(BenchmarkJson.registered(e.registered(), e.evaluations()));
    }

    @Override
    public ObjectNode benchmarkCreated(JobEvent.BenchmarkCreated e) {
        return out.put("cause", e.cause()).set("benchmark", BenchmarkJson.rule(e.rule()));
    }

    @Override
    public ObjectNode benchmarkDeleted(JobEvent.BenchmarkDeleted e) {
        return out.put("cause", e.cause()).put("name", e.name());
    }

    @Override
    public ObjectNode benchmarkBackfilled(JobEvent.BenchmarkBackfilled e) {
        return out.put("cause", e.cause()).set("backfill", BenchmarkJson.backfill(e.backfill()));
    }

    @Override
    public ObjectNode regressionDetected(JobEvent.RegressionDetected e) {
        return out.set("regression", BenchmarkJson.regression(e.regression()));
    }

    private ObjectNode checkpoint(String name, Optional<CheckpointRef> ref) {
        ref.ifPresentOrElse(c -> out.set(name, SpecWriter.checkpoint(c)), () -> out.putNull(name));
        return out;
    }
}
