package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.RefusedCode;
import dev.wsol.contract.JobId;
import dev.wsol.coordinator.board.JobCard;
import dev.wsol.coordinator.board.JobView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Pausing, resuming, retrying, changing and copying jobs: one, or all that are meant. */
final class ControlRoutes {
    /** So many commands of a selection are under way at a time. */
    private static final int AT_ONCE = 100;

    private final JobView view;
    private final Asking asking;
    private final JobJson json;

    ControlRoutes(JobView view, Asking asking) {
        this.view = view;
        this.asking = asking;
        this.json = new JobJson(view);
    }

    /** {@code POST /v1/jobs/:id/<deed>}. */
    void one(RoutingContext ctx, String deed) {
        var card = card(ctx.pathParam("id"));
        var order = Fields.read(body(ctx), f -> Order.read(deed, f.only(Order.fields(deed))));
        asking.ask(ctx, order.to(card.id()), e -> answer(ctx, card.id(), e));
    }

    private void answer(RoutingContext ctx, JobId id, JobEvent e) {
        if (e instanceof JobEvent.Refused r && r.code() != RefusedCode.NOTHING_TO_DO) throw Asking.refusal(r);
        Answer.json(ctx, e instanceof JobEvent.Refused ? 200 : 202, json.full(card(id.value())));
    }

    /** {@code POST /v1/jobs/<deed>}, with the jobs in {@code select}. */
    void many(RoutingContext ctx, String deed) {
        Fields.read(body(ctx), f -> {
            var names = new String[Order.fields(deed).length + 1];
            System.arraycopy(Order.fields(deed), 0, names, 0, names.length - 1);
            names[names.length - 1] = "select";
            f.only(names);
            var meant = f.object("select", s -> {
                s.only(JobFilter.NAMES.toArray(String[]::new));
                return JobFilter.some(name -> s.text(name, ""), view);
            });
            var order = Order.read(deed, f);
            var jobs = new ArrayDeque<JobId>();
            for (var card : view.all(meant)) { // the newest first
                if (!order.applies().test(card.job())) continue;
                if (order.queues()) jobs.addFirst(card.id());
                else jobs.addLast(card.id());
            }
            var out = Values.object();
            var list = out.putArray("jobs");
            var done = Promise.<Void>promise();
            work(ctx, order, jobs, list::add, done);
            done.future().onSuccess(v -> Answer.json(ctx, 200, out)).onFailure(ctx::fail);
            return null;
        });
    }

    private void work(
            RoutingContext ctx, Order order, Deque<JobId> open, Consumer<ObjectNode> tell, Promise<Void> done) {
        if (open.isEmpty()) {
            done.complete();
            return;
        }
        var now = new ArrayList<Future<ObjectNode>>();
        while (!open.isEmpty() && now.size() < AT_ONCE) now.add(asked(ctx, order, open.poll()));
        Future.all(now)
                .onSuccess(all -> {
                    now.forEach(f -> tell.accept(f.result()));
                    work(ctx, order, open, tell, done);
                })
                .onFailure(done::fail);
    }

    private Future<ObjectNode> asked(RoutingContext ctx, Order order, JobId id) {
        return asking.ask(ctx, order.to(id)).map(e -> {
            var out = Values.object().put("id", id.value());
            var refused = e instanceof JobEvent.Refused r && r.code() != RefusedCode.NOTHING_TO_DO ? r : null;
            view.get(id).ifPresent(c -> out.put("state", Values.state(c.job().state())));
            return out.put("error", refused == null ? null : refused.reason());
        });
    }

    /** {@code POST /v1/jobs/:id/clone}: the same job under another id, with the given fields of its spec changed. */
    void copy(RoutingContext ctx) {
        var card = card(ctx.pathParam("id"));
        var spec = SpecWriter.write(card.job().spec());
        var wish = Fields.read(body(ctx), f -> {
            f.only("id", "by", "changes");
            if (f.has("changes")) merge(spec, ofTheSpec(f.raw("changes")));
            spec.put("id", f.text("id", free(card.id())));
            return new Copy(f.has("id"), f.text("by", card.job().owner()));
        });
        var read = SpecReader.read(spec.toString().getBytes(StandardCharsets.UTF_8));
        if (view.get(read.id()).isPresent()) throw taken(read.id());
        var command =
                new Command.Submit(UUID.randomUUID().toString(), read.id(), Instant.now(), read.spec(), wish.owner());
        asking.ask(
                ctx,
                command,
                e -> Cause.isOf(command, e) || e instanceof JobEvent.Submitted,
                e -> copied(ctx, command, wish.named(), e));
    }

    /** @param named whether somebody chose its id */
    private record Copy(boolean named, String owner) {}

    /** Somebody else may have made a job of that id in the same moment: where nobody chose it, the next one is as good. */
    private void copied(RoutingContext ctx, Command.Submit command, boolean named, JobEvent e) {
        var refused = e instanceof JobEvent.Refused r ? Optional.of(r) : Optional.<JobEvent.Refused>empty();
        if (refused.isEmpty() && Cause.isOf(command, e))
            Answer.json(ctx, 201, json.full(card(command.job().value())));
        else if (!named && view.get(command.job()).isPresent()) copy(ctx);
        else throw refused.map(Asking::refusal).orElseGet(() -> taken(command.job()));
    }

    private static HttpFailure taken(JobId id) {
        return HttpFailure.conflict("there is a job " + id + " already; choose another id");
    }

    /** They come with the copy, not with its spec. */
    private static JsonNode ofTheSpec(JsonNode changes) {
        if (changes.has("id")) throw new BadSpec("changes.id", "the copy is named beside the changes, with id");
        if (changes.has("owner"))
            throw new BadSpec("changes.owner", "a copy belongs to whoever asks for it, which by says");
        return changes;
    }

    /** JSON merge patch (RFC 7386): null takes a field away, objects are merged, everything else is replaced. */
    private static void merge(ObjectNode into, JsonNode changes) {
        if (!changes.isObject()) throw new BadSpec("changes", "expected an object");
        changes.properties().forEach(c -> {
            if (c.getValue().isNull()) into.remove(c.getKey());
            else if (c.getValue().isObject() && into.get(c.getKey()) instanceof ObjectNode below)
                merge(below, c.getValue());
            else into.set(c.getKey(), c.getValue());
        });
    }

    private String free(JobId id) {
        for (int n = 1; ; n++) {
            var name = new JobId(id + "-clone" + (n == 1 ? "" : "-" + n));
            if (view.get(name).isEmpty()) return name.value();
        }
    }

    /** Nothing is an empty object. */
    static JsonNode body(RoutingContext ctx) {
        var body = ctx.body() == null ? null : ctx.body().buffer();
        return body == null || body.length() == 0 ? Values.object() : SpecReader.parse(body.getBytes());
    }

    private JobCard card(String text) {
        try {
            return view.get(new JobId(text)).orElseThrow(() -> HttpFailure.notFound("there is no job '" + text + "'"));
        } catch (BadSpec e) {
            throw HttpFailure.notFound("there is no job '" + text + "'");
        }
    }
}
