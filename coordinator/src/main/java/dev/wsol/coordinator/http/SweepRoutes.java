package dev.wsol.coordinator.http;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.coordinator.board.JobCard;
import dev.wsol.coordinator.board.JobView;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;

/** Sweeps as a whole: what one would run, how it stands, other limits. */
final class SweepRoutes {
    private final JobView view;

    SweepRoutes(JobView view) {
        this.view = view;
    }

    void preview(RoutingContext ctx) {
        var wish = SpecReader.read(
                ctx.body().buffer() == null ? new byte[0] : ctx.body().buffer().getBytes());
        if (!(wish.spec() instanceof JobSpec.Sweep sweep))
            throw HttpFailure.invalid("kind", "only a sweep can be previewed");
        Answer.json(ctx, 200, SweepPreview.of(sweep).put("id", wish.id().value()));
    }

    void show(RoutingContext ctx) {
        var card = card(ctx);
        var sweep = sweep(card);
        var search = sweep.search()
                .orElseThrow(() -> HttpFailure.conflict("sweep " + card.id()
                        + " is a plain grid without a search: look at it with GET /v1/jobs/" + card.id()));
        Answer.json(ctx, 200, new SweepJson(view, Instant.now()).of(card, sweep, search));
    }

    private JobCard card(RoutingContext ctx) {
        var text = ctx.pathParam("id");
        try {
            return view.get(new JobId(text)).orElseThrow(() -> HttpFailure.notFound("there is no sweep '" + text + "'"));
        } catch (BadSpec e) {
            throw HttpFailure.notFound("there is no sweep '" + text + "'");
        }
    }

    private static JobSpec.Sweep sweep(JobCard card) {
        if (card.job().spec() instanceof JobSpec.Sweep sweep) return sweep;
        throw HttpFailure.conflict("job " + card.id() + " is no sweep");
    }
}
