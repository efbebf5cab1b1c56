package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.coordinator.board.Workers;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Who works. */
final class WorkerRoutes {
    private final Workers workers;
    private final Supplier<Health> health;

    /** @param health may block for some seconds */
    WorkerRoutes(Workers workers, Supplier<Health> health) {
        this.workers = workers;
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
