package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.coordinator.board.BoardPage;
import dev.wsol.coordinator.board.JobView;
import dev.wsol.coordinator.board.Repeat;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Results side by side, never across protocols or data: each group is ranked in itself. */
final class BoardRoute {
    /** Fewer digits of a digest could as well be a name. */
    private static final int DIGITS = 6;

    /** Of each board, unless the request says otherwise. */
    private static final int USUALLY_SHOWN = 50;

    private final JobView view;

    BoardRoute(JobView view) {
        this.view = view;
    }

    void show(RoutingContext ctx) {
        var dataset = ctx.queryParams().get("dataset");
        var protocol = ctx.queryParams().get("protocol");
        boolean history = "true".equals(ctx.queryParams().get("history"));
        var after = Optional.ofNullable(ctx.queryParams().get("after"));
        var boards = view.boards(
                r -> isCalled(dataset, r.dataset(), r.datasetDigest())
                        && isCalled(protocol, r.protocol().name(), r.protocol().digest()),
                new BoardPage.Part(
                        Optional.ofNullable(ctx.queryParams().get("sweep")),
                        after,
                        Limit.of(ctx, "rows", USUALLY_SHOWN),
                        history));
        if (after.isPresent() && boards.size() > 1)
            throw HttpFailure.invalid("after", "goes on in one board: name its 'dataset' and 'protocol' too");
        var out = Values.object();
        var list = out.putArray("boards");
        boards.forEach(b -> list.add(history ? withHistory(board(b), b) : board(b)));
        if (boards.size() > 1) out.put("note", note(boards));
        Answer.json(ctx, 200, out);
    }

    private static boolean isCalled(String wanted, String name, String digest) {
        return wanted == null
                || wanted.equals(name)
                || (wanted.length() >= DIGITS && digest.startsWith(wanted.toLowerCase(Locale.ROOT)));
    }

    private static String note(List<BoardPage> boards) {
        return "These are " + boards.size() + " groups of results. Numbers of different protocols or data are not"
                + " comparable, so each group is ranked in itself and none against another. Pick one by name or by the"
                + " first digits of its digest, with 'protocol' and 'dataset'.";
    }

    private static ObjectNode board(BoardPage b) {
        var any = b.any();
        var out = Values.object()
                .put("dataset", any.dataset())
                .put("datasetDigest", any.datasetDigest())
                .put("protocol", any.protocol().name())
                .put("protocolDigest", any.protocol().digest())
                .put("canonical", any.protocol().canonical())
                .put("split", any.protocol().split())
                .put("rankedBy", b.rankedBy());
        out.set("baselines", Values.numbers(b.baselines()));
        var rows = out.putArray("rows");
        for (int at = 0; at < b.rows().size(); at++)
            rows.add(row(b.ranks().get(at), b.rows().get(at)));
        out.put("total", b.total()).put("next", b.next().orElse(null));
        var repeats = out.putArray("repeats");
        b.repeats().forEach(r -> repeats.add(repeat(r)));
        return out;
    }

    /** Every result that was the best one when it came, oldest first. */
    private static ObjectNode withHistory(ObjectNode out, BoardPage b) {
        var history = out.putArray("history");
        for (var best : b.history()) {
            var r = best.result();
            var step = history.addObject()
                    .put("at", best.at().toString())
                    .put("value", best.value())
                    .put("job", r.job().value())
                    .put("trainJob", r.origin().trainJob())
                    .put("source", r.origin().source());
            Values.model(step, r.model())
                    .put("lr", r.origin().learningRate())
                    .put("seed", r.origin().seed())
                    .put("epoch", r.checkpoint().epoch())
                    .put("sha256", r.checkpoint().sha256());
        }
        return out;
    }

    private static ObjectNode repeat(Repeat repeat) {
        var any = repeat.runs().get(0);
        var out = Values.object();
        Values.model(out, any.model())
                .put("lr", any.origin().learningRate())
                .put("sweepJob", any.origin().sweepJob())
                .put("chosenBy", repeat.chosenBy())
                .put("n", repeat.runs().size());
        var runs = out.putArray("runs");
        for (var r : repeat.runs())
            runs.addObject()
                    .put("trainJob", r.origin().trainJob())
                    .put("seed", r.origin().seed())
                    .put("epoch", r.checkpoint().epoch());
        var metrics = out.putObject("metrics");
        repeat.metrics().keySet().stream().sorted().forEach(name -> {
            var m = repeat.metrics().get(name);
            metrics.putObject(name).put("mean", m.mean()).put("low", m.low()).put("high", m.high());
        });
        return out;
    }

    private static ObjectNode row(int rank, EvaluationResult r) {
        var out = Values.object()
                .put("rank", rank)
                .put("job", r.job().value())
                .put("trainJob", r.origin().trainJob())
                .put("sweepJob", r.origin().sweepJob())
                .put("source", r.origin().source());
        Values.model(out, r.model())
                .put("lr", r.origin().learningRate())
                .put("seed", r.origin().seed())
                .put("epoch", r.checkpoint().epoch())
                .put("checkpoint", r.checkpoint().uri())
                .put("sha256", r.checkpoint().sha256());
        out.set("metrics", Values.numbers(r.metrics()));
        out.set("thresholds", Values.numbers(r.thresholds()));
        out.set("counts", Values.counts(r.counts()));
        return out.put("images", r.images()).put("rejected", r.rejected()).put("reportUri", r.reportUri());
    }
}
