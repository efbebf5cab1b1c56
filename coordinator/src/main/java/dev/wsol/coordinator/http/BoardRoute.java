package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.coordinator.board.Board;
import dev.wsol.coordinator.board.JobView;
import io.vertx.ext.web.RoutingContext;

/** Results side by side, never across protocols or data. */
final class BoardRoute {
    private final JobView view;

    BoardRoute(JobView view) {
        this.view = view;
    }

    void show(RoutingContext ctx) {
        var dataset = ctx.queryParams().get("dataset");
        var protocol = ctx.queryParams().get("protocol");
        var sweep = ctx.queryParams().get("sweep");
        var boards = Values.list();
        Board.of(
                        view.results(),
                        r -> (dataset == null || dataset.equals(r.dataset()))
                                && (protocol == null
                                        || protocol.equals(r.protocol().name()))
                                && (sweep == null || below(sweep, r)))
                .forEach(b -> boards.add(board(b)));
        var out = Values.object();
        out.set("boards", boards);
        Answer.json(ctx, 200, out);
    }

    /** Of the sweep by its origin, or because the evaluation was asked for below it. */
    private boolean below(String sweep, EvaluationResult r) {
        return sweep.equals(r.origin().sweepJob()) || view.root(r.job()).value().equals(sweep);
    }

    private static ObjectNode board(Board b) {
        var any = b.any();
        var out = Values.object()
                .put("dataset", any.dataset())
                .put("datasetDigest", any.datasetDigest())
                .put("protocol", any.protocol().name())
                .put("protocolDigest", any.protocol().digest())
                .put("canonical", any.protocol().canonical())
                .put("split", any.protocol().split())
                .put("rankedBy", Board.RANKED_BY);
        out.set("baselines", Values.numbers(b.baselines()));
        var rows = out.putArray("rows");
        var ranks = b.ranks();
        for (int at = 0; at < ranks.size(); at++)
            rows.add(row(ranks.get(at), b.rows().get(at)));
        return out;
    }

    private static ObjectNode row(int rank, EvaluationResult r) {
        var out = Values.object()
                .put("rank", rank)
                .put("job", r.job().value())
                .put("trainJob", r.origin().trainJob())
                .put("sweepJob", r.origin().sweepJob());
        Values.model(out, r.model())
                .put("lr", r.origin().learningRate())
                .put("seed", r.origin().seed())
                .put("epoch", r.checkpoint().epoch())
                .put("checkpoint", r.checkpoint().uri())
                .put("sha256", r.checkpoint().sha256());
        out.set("metrics", Values.numbers(r.metrics()));
        out.set("thresholds", Values.numbers(r.thresholds()));
        return out.put("images", r.images()).put("rejected", r.rejected()).put("reportUri", r.reportUri());
    }
}
