package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Command;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobState;
import dev.wsol.coordinator.board.JobView;
import dev.wsol.coordinator.board.Wanted;
import dev.wsol.coordinator.board.Workers;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;

/** Who works, and who is to leave. */
final class WorkerRoutes {
    private final JobView view;
    private final Workers workers;
    private final Asking asking;
    private final Supplier<Health> health;

    /** @param health may block for some seconds */
    WorkerRoutes(JobView view, Workers workers, Asking asking, Supplier<Health> health) {
        this.view = view;
        this.workers = workers;
        this.asking = asking;
        this.health = health;
    }

    /** Without Kafka nobody is heard, and silence would look as if all workers were dead. */
    void list(RoutingContext ctx) {
        ctx.vertx()
                .executeBlocking(health::get, false)
                .onSuccess(h -> {
                    if (h.kafka().equals("unreachable"))
                        ctx.fail(
                                HttpFailure.unavailable("Kafka cannot be reached, and workers are heard of only through"
                                        + " it: nobody knows which are there"));
                    else Answer.json(ctx, 200, json());
                })
                .onFailure(ctx::fail);
    }

    private ObjectNode json() {
        var out = Values.object();
        var list = out.putArray("workers");
        workers.all().forEach(w -> list.add(json(w)));
        return out;
    }

    /** {@code POST /v1/workers/:name/drain}: workers of that name take no more jobs and leave. */
    void drain(RoutingContext ctx) {
        var worker = ctx.pathParam("name");
        Fields.read(ControlRoutes.body(ctx), f -> {
            f.only("by", "finish", "force");
            var command = new Command.Drain(
                    UUID.randomUUID().toString(),
                    asId(worker),
                    Instant.now(),
                    f.text("by", ""),
                    worker,
                    f.flag("finish", false));
            if (!f.flag("force", false) && meant(worker).isEmpty()) throw unheard(worker);
            asking.ask(ctx, command, e -> Answer.json(ctx, 202, told(command)));
            return null;
        });
    }

    private List<Workers.Worker> meant(String worker) {
        return workers.all().stream()
                .filter(w -> Command.Drain.means(worker, w.name()))
                .toList();
    }

    /** Nobody would hear it: a worker listens from its start on. */
    private HttpFailure unheard(String worker) {
        var known = workers.all().stream().map(Workers.Worker::name).toList();
        return HttpFailure.notFound("no worker '" + worker + "' was heard of"
                + (known.isEmpty() ? "; none was" : "; there are " + String.join(", ", known))
                + ". One that has just started is heard of within 5 s; with force it is told all the same");
    }

    private ObjectNode told(Command.Drain command) {
        var out = Values.object().put("worker", command.worker()).put("finish", command.finish());
        var heard = out.putArray("workers");
        meant(command.worker()).forEach(w -> heard.add(json(w)));
        var jobs = out.putArray("jobs");
        for (var card : view.all(Wanted.of(t -> t.state() == JobState.RUNNING)))
            if (Command.Drain.means(command.worker(), card.job().worker()))
                jobs.add(card.id().value());
        return out;
    }

    private static JobId asId(String worker) {
        var text = worker.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        try {
            return new JobId(text);
        } catch (BadSpec e) {
            throw HttpFailure.notFound("there is no worker '" + worker + "'");
        }
    }

    private static ObjectNode json(Workers.Worker w) {
        var out = Values.object().put("name", w.name()).put("kind", w.kind());
        var queues = out.putArray("queues");
        w.queues().forEach(queues::add);
        out.put("device", w.device().isEmpty() ? null : w.device())
                .put("state", w.silent() ? "silent" : w.doing().isPresent() ? "busy" : "idle")
                .put("draining", w.leaving());
        w.doing()
                .ifPresentOrElse(
                        d -> out.set(
                                "job",
                                Values.object()
                                        .put("id", d.job().value())
                                        .put("leaseEpoch", d.leaseEpoch())
                                        .put("since", d.since().toString())),
                        () -> out.putNull("job"));
        Values.time(out, "lastHeard", w.lastHeard());
        return out;
    }
}
