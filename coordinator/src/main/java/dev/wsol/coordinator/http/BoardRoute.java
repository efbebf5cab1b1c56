package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Origin;
import dev.wsol.coordinator.board.BenchmarkView;
import dev.wsol.coordinator.board.BestSoFar;
import dev.wsol.coordinator.board.Board;
import dev.wsol.coordinator.board.JobView;
import dev.wsol.coordinator.board.Repeat;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/** Results side by side, never across protocols or data: each group is ranked in itself. */
final class BoardRoute {
    /** Fewer digits of a digest could as well be a name. */
    private static final int DIGITS = 6;

    private final JobView view;
    private final BenchmarkView times;

    BoardRoute(JobView view, BenchmarkView times) {
        this.view = view;
        this.times = times;
    }

    void show(RoutingContext ctx) {
        var dataset = ctx.queryParams().get("dataset");
        var protocol = ctx.queryParams().get("protocol");
        var sweep = ctx.queryParams().get("sweep");
        var boards = Board.of(
                view.results(),
                r -> isCalled(dataset, r.dataset(), r.datasetDigest())
                        && isCalled(protocol, r.protocol().name(), r.protocol().digest())
                        && (sweep == null || below(sweep, r)));
        var out = Values.object();
        var list = out.putArray("boards");
        boolean history = "true".equals(ctx.queryParams().get("history"));
        boards.forEach(b -> list.add(history ? withHistory(board(b), b) : board(b)));
        if (boards.size() > 1) out.put("note", note(boards));
        Answer.json(ctx, 200, out);
    }

    private static boolean isCalled(String wanted, String name, String digest) {
        return wanted == null
                || wanted.equals(name)
                || (wanted.length() >= DIGITS && digest.startsWith(wanted.toLowerCase(Locale.ROOT)));
    }

    private static String note(List<Board> boards) {
        return "These are " + boards.size() + " groups of results. Numbers of different protocols or data are not"
                + " comparable, so each group is ranked in itself and none against another. Pick one by name or by the"
                + " first digits of its digest, with 'protocol' and 'dataset'.";
    }

    /** Of the sweep by its origin, or because the evaluation was asked for below it. */
    private boolean below(String sweep, EvaluationResult r) {
        return sweep.equals(r.origin().sweepJob()) || view.root(r.job()).value().equals(sweep);
    }

    private ObjectNode board(Board b) {
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
        var ranks = b.ranks();
        for (int at = 0; at < ranks.size(); at++)
            rows.add(row(ranks.get(at), b.rows().get(at)));
        var repeats = out.putArray("repeats");
        Repeat.of(b, this::setting).forEach(r -> repeats.add(repeat(r)));
        return out;
    }

    /** Every result that was the best one when it came, oldest first. */
    private ObjectNode withHistory(ObjectNode out, Board b) {
        var history = out.putArray("history");
        for (var best : BestSoFar.of(b, times::scoredAt)) {
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

    /** The train job's spec without its seed; of foreign checkpoints what the result says. */
    private String setting(EvaluationResult r) {
        var origin = r.origin();
        if (spec(origin.trainJob()) instanceof JobSpec.Train t)
            return t.model() + "\n" + t.recipe().withSeed(0) + "\n" + t.data();
        return origin.equals(Origin.UNKNOWN)
                ? r.key() // nothing is known of how it was made, so nothing is its repeat
                : r.model() + "\n" + origin.sweepJob() + "\n" + origin.learningRate();
    }

    /** Null if there is no such job here: origins are other people's words. */
    private JobSpec spec(String job) {
        try {
            return view.get(new JobId(job)).map(c -> c.job().spec()).orElse(null);
        } catch (BadSpec noId) {
            return null;
        }
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
