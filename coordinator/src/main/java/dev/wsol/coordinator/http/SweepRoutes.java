package dev.wsol.coordinator.http;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.coordinator.board.JobCard;
import dev.wsol.coordinator.board.JobView;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.UUID;

/** Sweeps as a whole: what one would run, how it stands, other limits. */
final class SweepRoutes {
    private final JobView view;
    private final Asking asking;

    SweepRoutes(JobView view, Asking asking) {
        this.view = view;
        this.asking = asking;
    }

    void preview(RoutingContext ctx) {
        var wish = SpecReader.read(
                ctx.body().buffer() == null ? new byte[0] : ctx.body().buffer().getBytes());
        if (!(wish.spec() instanceof JobSpec.Sweep sweep))
            throw HttpFailure.invalid("kind", "only a sweep can be previewed");
        Answer.json(ctx, 200, SweepPreview.of(sweep).put("id", wish.id().value()));
    }

    void show(RoutingContext ctx) {
        show(ctx, 200);
    }

    private void show(RoutingContext ctx, int status) {
        var card = card(ctx);
        var sweep = sweep(card);
        Answer.json(ctx, status, new SweepJson(view, Instant.now()).of(card, sweep, search(card, sweep)));
    }

    private static SearchSpec search(JobCard card, JobSpec.Sweep sweep) {
        return sweep.search()
                .orElseThrow(() -> HttpFailure.conflict("sweep " + card.id()
                        + " is a plain grid without a search: look at it with GET /v1/jobs/" + card.id()));
    }

    /** Other limits; a search that has ended goes on. */
    void extend(RoutingContext ctx) {
        var card = card(ctx);
        search(card, sweep(card));
        var body =
                ctx.body().buffer() == null ? new byte[0] : ctx.body().buffer().getBytes();
        var budget = Fields.read(SpecReader.parse(body), SearchReader::budget);
        if (budget.equals(Budget.NONE)) throw HttpFailure.invalid("", "names no limit");
        if (budget.trials() > SearchSpec.MOST_TRIALS)
            throw HttpFailure.invalid("trials", "must be at most " + SearchSpec.MOST_TRIALS);
        var command = new Command.Extend(UUID.randomUUID().toString(), card.id(), Instant.now(), budget);
        asking.ask(ctx, command, e -> isExtension(e) || refuses(e, command), e -> {
            if (e instanceof JobEvent.Refused r) throw Asking.refusal(r);
            show(ctx, 202);
        });
    }

    private static boolean isExtension(JobEvent e) {
        return e instanceof JobEvent.Searched s && s.step() instanceof SearchStep.Extended;
    }

    private static boolean refuses(JobEvent e, Command command) {
        return e instanceof JobEvent.Refused r && r.cause().equals(command.commandId());
    }

    private JobCard card(RoutingContext ctx) {
        var text = ctx.pathParam("id");
        try {
            return view.get(new JobId(text))
                    .orElseThrow(() -> HttpFailure.notFound("there is no sweep '" + text + "'"));
        } catch (BadSpec e) {
            throw HttpFailure.notFound("there is no sweep '" + text + "'");
        }
    }

    private static JobSpec.Sweep sweep(JobCard card) {
        if (card.job().spec() instanceof JobSpec.Sweep sweep) return sweep;
        throw HttpFailure.conflict("job " + card.id() + " is no sweep");
    }
}
