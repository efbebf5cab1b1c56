package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobSpec;
import dev.wsol.coordinator.board.BenchmarkView;
import dev.wsol.coordinator.board.JobCard;
import dev.wsol.coordinator.board.JobView;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Benchmark rules, and the checkpoints that other services register. */
final class BenchmarkRoutes {
    private static final int USUALLY_LISTED = 100;
    private static final Pattern SAID = Pattern.compile("([0-9]{1,15})-([0-9a-f]{64})");
    private final JobView jobs;
    private final BenchmarkView view;
    private final Asking asking;

    BenchmarkRoutes(JobView jobs, BenchmarkView view, Asking asking) {
        this.jobs = jobs;
        this.view = view;
        this.asking = asking;
    }

    void create(RoutingContext ctx) {
        var wish = BenchmarkJson.readWish(body(ctx));
        var rule = wish.rule();
        var there = view.rule(rule.name());
        if (there.isPresent() && !there.get().rule().equals(rule))
            throw HttpFailure.conflict(
                    "there is another benchmark '" + rule.name() + "'; delete it first, or choose another name");
        if (there.isPresent() && !wish.existing()) {
            Answer.json(ctx, 200, brief(there.get()));
            return;
        }
        var command = new Command.CreateBenchmark(
                newId(), BenchmarkRule.subject(rule.name()), Instant.now(), rule, wish.existing());
        asking.ask(ctx, command, e -> isMade(e, command) || isRefusal(e, command), e -> {
            if (e instanceof JobEvent.Refused r) throw Asking.refusal(r);
            Answer.json(ctx, there.isPresent() ? 200 : 201, brief(rule(rule.name())));
        });
    }

    private static boolean isMade(JobEvent e, Command.CreateBenchmark command) {
        return command.existing()
                ? e instanceof JobEvent.BenchmarkBackfilled b && b.cause().equals(command.commandId())
                : e instanceof JobEvent.BenchmarkCreated;
    }

    void list(RoutingContext ctx) {
        var out = Values.object();
        var list = out.putArray("benchmarks");
        view.rules().forEach(r -> list.add(brief(r)));
        Answer.json(ctx, 200, out);
    }

    /** With a page of its evaluations, and the regressions it found. */
    void show(RoutingContext ctx) {
        var rule = rule(ctx.pathParam("name"));
        var out = brief(rule);
        var made = out.putArray("evaluations");
        var page = view.evaluations(rule.rule().name(), Cursor.of(ctx), Limit.of(ctx, "limit", USUALLY_LISTED));
        out.put("total", page.total());
        out.put("next", page.next().isPresent() ? String.valueOf(page.next().getAsLong()) : null);
        for (var id : page.jobs())
            jobs.get(id)
                    .filter(card -> card.job().spec() instanceof JobSpec.Evaluate)
                    .ifPresent(card -> made.add(
                            evaluation(card, (JobSpec.Evaluate) card.job().spec())));
        var regressions = out.putArray("regressions");
        for (var r : view.regressions(rule.rule().name()))
            regressions.add(BenchmarkJson.regression(r.regression())
                    .put("at", r.at().toString())
                    .put("job", r.job().value()));
        Answer.json(ctx, 200, out);
    }

    void delete(RoutingContext ctx) {
        var name = rule(ctx.pathParam("name")).rule().name();
        var command = new Command.DeleteBenchmark(newId(), BenchmarkRule.subject(name), Instant.now(), name);
        asking.ask(ctx, command, e -> e instanceof JobEvent.BenchmarkDeleted || isRefusal(e, command), e -> {
            if (e instanceof JobEvent.Refused r) throw Asking.refusal(r);
            Answer.json(ctx, 200, Values.object().put("name", name).put("deleted", true));
        });
    }

    void register(RoutingContext ctx) {
        var checkpoint = BenchmarkJson.readCheckpoint(body(ctx));
        var command = new Command.RegisterCheckpoint(newId(), checkpoint.subject(), Instant.now(), checkpoint);
        asking.ask(
                ctx,
                command,
                e -> e instanceof JobEvent.CheckpointRegistered r && r.cause().equals(command.commandId()),
                e -> Answer.json(
                        ctx,
                        201,
                        BenchmarkJson.registered(checkpoint, ((JobEvent.CheckpointRegistered) e).evaluations())));
    }

    void registered(RoutingContext ctx) {
        var out = Values.object();
        var list = out.putArray("checkpoints");
        int most = Limit.of(ctx, "limit", USUALLY_LISTED);
        var page = view.registered(said(ctx.queryParams().get("cursor")), most + 1);
        page.stream()
                .limit(most)
                .forEach(r -> list.add(BenchmarkJson.registered(r.checkpoint(), r.evaluations())
                        .put("at", r.at().toString())));
        out.put("next", page.size() > most ? cursor(page.get(most - 1).said()) : null);
        Answer.json(ctx, 200, out);
    }

    private static String cursor(BenchmarkView.Said said) {
        return said.at().toEpochMilli() + "-" + said.sha256();
    }

    /** Empty for the first page. */
    private static Optional<BenchmarkView.Said> said(String cursor) {
        if (cursor == null || cursor.isEmpty()) return Optional.empty();
        var parts = SAID.matcher(cursor);
        if (!parts.matches()) throw Cursor.unknown(cursor);
        var at = Instant.ofEpochMilli(Long.parseLong(parts.group(1)));
        return Optional.of(new BenchmarkView.Said(at, parts.group(2)));
    }

    private static ObjectNode evaluation(JobCard card, JobSpec.Evaluate spec) {
        return Values.object()
                .put("job", card.id().value())
                .put("state", card.job().state().name().toLowerCase(Locale.ROOT))
                .put("arch", spec.model().arch())
                .put("trainJob", spec.origin().trainJob())
                .put("source", spec.origin().source())
                .put("checkpoint", spec.checkpoint().uri())
                .put("sha256", spec.checkpoint().sha256());
    }

    private ObjectNode brief(BenchmarkView.Rule r) {
        var out = BenchmarkJson.rule(r.rule()).put("createdAt", r.createdAt().toString());
        view.backfill(r.rule().name()).ifPresent(b -> out.set("existing", BenchmarkJson.backfill(b)));
        return out;
    }

    private BenchmarkView.Rule rule(String name) {
        return view.rule(name).orElseThrow(() -> HttpFailure.notFound("there is no benchmark '" + name + "'"));
    }

    private static boolean isRefusal(JobEvent e, Command command) {
        return e instanceof JobEvent.Refused r && r.cause().equals(command.commandId());
    }

    private static byte[] body(RoutingContext ctx) {
        if (ctx.body().buffer() == null) throw new BadSpec("", "expected a JSON object, found nothing");
        return ctx.body().buffer().getBytes();
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
