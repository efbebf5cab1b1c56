package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.coordinator.board.BoardPage;
import dev.wsol.coordinator.board.Repeat;

/** One board in JSON. */
final class BoardJson {
    private BoardJson() {}

    static ObjectNode board(BoardPage b, boolean history) {
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
        return history ? withHistory(out, b) : out;
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
