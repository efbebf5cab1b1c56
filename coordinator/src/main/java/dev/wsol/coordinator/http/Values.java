package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.wsol.contract.Choice;
import dev.wsol.contract.EpochReport;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Progress;
import dev.wsol.contract.Selection;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The smaller values of the domain in JSON, the same wherever they are shown. */
final class Values {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Values() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static TextNode text(String text) {
        return NODES.textNode(text);
    }

    static ArrayNode list() {
        return NODES.arrayNode();
    }

    static String kind(JobSpec spec) {
        if (spec instanceof JobSpec.Train) return "train";
        return spec instanceof JobSpec.Evaluate ? "evaluate" : "sweep";
    }

    static String state(JobState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static void time(ObjectNode out, String name, Optional<Instant> at) {
        at.ifPresentOrElse(t -> out.put(name, t.toString()), () -> out.putNull(name));
    }

    static ObjectNode failure(Failure f) {
        return object().put("code", f.code().name()).put("message", f.message());
    }

    static ObjectNode epoch(EpochReport r) {
        return object().put("epoch", r.epoch())
                .put("epochs", r.epochs())
                .put("loss", r.loss())
                .put("top1", r.top1())
                .put("imagesPerSecond", r.imagesPerSecond())
                .put("seconds", r.seconds());
    }

    static ObjectNode progress(Progress.Body body) {
        if (body instanceof Progress.Training t)
            return object().put("phase", "train")
                    .put("epoch", t.epoch())
                    .put("epochs", t.epochs())
                    .put("step", t.step())
                    .put("stepsPerEpoch", t.stepsPerEpoch())
                    .put("loss", t.loss())
                    .put("learningRate", t.learningRate())
                    .put("top1", t.top1())
                    .put("top5", t.top5())
                    .put("imagesPerSecond", t.imagesPerSecond())
                    .put("waitShare", t.waitShare());
        var e = (Progress.Evaluating) body;
        return object().put("phase", "evaluate")
                .put("imagesDone", e.imagesDone())
                .put("imagesTotal", e.imagesTotal())
                .put("imagesPerSecond", e.imagesPerSecond());
    }

    static ObjectNode result(EvaluationResult r) {
        var out = object().put("protocol", r.protocol().name())
                .put("protocolDigest", r.protocol().digest())
                .put("canonical", r.protocol().canonical())
                .put("split", r.protocol().split())
                .put("dataset", r.dataset())
                .put("datasetDigest", r.datasetDigest())
                .put("images", r.images())
                .put("rejected", r.rejected());
        out.set("metrics", numbers(r.metrics()));
        out.set("thresholds", numbers(r.thresholds()));
        out.set("baselines", numbers(r.baselines()));
        out.set("counts", counts(r.counts()));
        return out.put("checkpoint", r.checkpoint().uri())
                .put("sha256", r.checkpoint().sha256())
                .put("epoch", r.checkpoint().epoch())
                .put("reportUri", r.reportUri());
    }

    static ObjectNode choice(Choice c, Selection rule) {
        var out = object().put("rule", rule.words()).put("metric", c.metric()).put("among", c.among());
        out.set("percent", Double.isNaN(c.percent()) ? NODES.nullNode() : NODES.numberNode(c.percent()));
        out.put("protocolDigest", c.protocol());
        out.set("checkpoint", SpecWriter.checkpoint(c.checkpoint()));
        return out;
    }

    static ObjectNode model(ObjectNode out, ModelSpec m) {
        return out.put("arch", m.arch())
                .put("width", m.width())
                .put("depth", m.depth())
                .put("heads", m.heads());
    }

    static ObjectNode counts(Map<String, Long> map) {
        var out = object();
        map.forEach(out::put);
        return out;
    }

    /** JSON has no NaN: such numbers are null. */
    static ObjectNode numbers(Map<String, Double> map) {
        var out = object();
        map.forEach((k, v) -> {
            if (Double.isFinite(v)) out.put(k, v);
            else out.putNull(k);
        });
        return out;
    }
}
