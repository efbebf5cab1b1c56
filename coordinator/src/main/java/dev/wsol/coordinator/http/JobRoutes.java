package dev.wsol.coordinator.http;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.coordinator.board.Feed;
import dev.wsol.coordinator.board.JobCard;
import dev.wsol.coordinator.board.JobView;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.UUID;

/** Asking for jobs, looking at them, stopping them. */
final class JobRoutes {
    private static final int USUALLY_LISTED = 100;

    private final JobView view;
    private final Commands commands;
    private final Asking asking;
    private final JobJson json;

    JobRoutes(JobView view, Feed feed, Commands commands) {
        this.view = view;
        this.commands = commands;
        this.asking = new Asking(feed, commands);
        this.json = new JobJson(view);
    }

    void submit(RoutingContext ctx) {
        var wish = SpecReader.read(
                ctx.body().buffer() == null ? new byte[0] : ctx.body().buffer().getBytes());
        var there = view.get(wish.id());
        if (there.isPresent()) {
            repeat(ctx, there.get(), wish.spec());
            return;
        }
        var command =
                new Command.Submit(UUID.randomUUID().toString(), wish.id(), Instant.now(), wish.spec(), wish.owner());
        asking.ask(
                ctx,
                command,
                e -> Cause.isOf(command, e) || e instanceof JobEvent.Submitted,
                e -> submitted(ctx, command, e));
    }

    /** Somebody else may have submitted the same id in the same moment: then this is a repeat. */
    private void submitted(RoutingContext ctx, Command.Submit command, JobEvent e) {
        if (e instanceof JobEvent.Refused r) throw Asking.refusal(r);
        var card = card(command.job());
        if (Cause.isOf(command, e)) Answer.json(ctx, 201, json.full(card));
        else repeat(ctx, card, command.spec());
    }

    private void repeat(RoutingContext ctx, JobCard card, JobSpec spec) {
        if (!card.job().spec().equals(spec))
            throw HttpFailure.conflict("job " + card.id() + " exists with another spec; choose another id");
        Answer.json(ctx, 200, json.full(card));
    }

    void show(RoutingContext ctx) {
        Answer.json(ctx, 200, json.full(card(id(ctx))));
    }

    void cancel(RoutingContext ctx) {
        var id = id(ctx);
        var ended = card(id).job().state().ended();
        var command = cancel(ctx, id);
        if (ended) {
            // Jobs below it may be open still; the job itself stays as it is, so there is nothing to wait for.
            var unused = commands.send(command);
            Answer.json(ctx, 200, json.full(card(id)));
            return;
        }
        asking.ask(ctx, command, e -> Cause.isOf(command, e) || e.terminal(), e -> {
            if (e instanceof JobEvent.Refused r) throw Asking.refusal(r);
            Answer.json(ctx, Cause.isOf(command, e) ? 202 : 200, json.full(card(id)));
        });
    }

    private static Command.Cancel cancel(RoutingContext ctx, JobId id) {
        var body = ctx.body() == null ? null : ctx.body().buffer();
        var said = body == null || body.length() == 0 ? Values.object() : SpecReader.parse(body.getBytes());
        return Fields.read(said, f -> {
            f.only("reason", "by");
            return new Command.Cancel(
                    UUID.randomUUID().toString(), id, Instant.now(), f.text("by", ""), f.text("reason", ""));
        });
    }

    void list(RoutingContext ctx) {
        var meant = JobFilter.of(ctx.queryParams()::get, view);
        var page = view.page(
                meant, Cursor.of(ctx).orElse(JobView.FROM_THE_NEWEST), Limit.of(ctx, "limit", USUALLY_LISTED));
        var out = Values.object();
        var jobs = out.putArray("jobs");
        page.jobs().forEach(card -> jobs.add(json.brief(card)));
        if (page.next().isPresent()) out.put("next", String.valueOf(page.next().getAsLong()));
        else out.putNull("next");
        Answer.json(ctx, 200, out);
    }

    private JobCard card(JobId id) {
        return view.get(id).orElseThrow(() -> HttpFailure.notFound("there is no job '" + id + "'"));
    }

    private static JobId id(RoutingContext ctx) {
        var text = ctx.pathParam("id");
        try {
            return new JobId(text);
        } catch (BadSpec e) {
            throw HttpFailure.notFound("there is no job '" + text + "'");
        }
    }
}
