package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.Drawing;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;

/** Job specs to JSON, complete: {@link SpecReader} makes the same spec of it. */
final class SpecWriter implements JobSpec.Cases<ObjectNode> {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SpecWriter() {}

    static ObjectNode write(JobSpec spec) {
        return spec.match(new SpecWriter());
    }

    @Override
    public ObjectNode train(JobSpec.Train s) {
        var out = NODES.objectNode().put("kind", "train");
        out.set("model", model(s.model()));
        out.set("data", data(s.data()));
        out.set("recipe", RecipeWriter.write(s.recipe()));
        out.set("evaluation", evaluation(s.evaluation()));
        return out.put("queue", s.queue()).put("checkpointMinutes", s.checkpointMinutes());
    }

    @Override
    public ObjectNode evaluate(JobSpec.Evaluate s) {
        var out = NODES.objectNode().put("kind", "evaluate");
        out.set("checkpoint", checkpoint(s.checkpoint()));
        out.set("model", model(s.model()));
        out.set("data", data(s.data()));
        s.protocols().forEach(out.putArray("protocols")::add);
        out.put("overlays", s.overlays());
        out.set("draw", drawing(s.draw()));
        out.put("queue", s.queue());
        out.putObject("origin")
                .put("trainJob", s.origin().trainJob())
                .put("sweepJob", s.origin().sweepJob())
                .put("learningRate", s.origin().learningRate())
                .put("seed", s.origin().seed())
                .put("selection", s.origin().selection());
        return out;
    }

    @Override
    public ObjectNode sweep(JobSpec.Sweep s) {
        var out = train(s.base()).put("kind", "sweep");
        var grid = out.putObject("grid");
        s.archs().forEach(grid.putArray("arch")::add);
        s.learningRates().forEach(grid.putArray("learningRate")::add);
        s.seeds().forEach(grid.putArray("seed")::add);
        return out;
    }

    static ObjectNode checkpoint(CheckpointRef c) {
        var out =
                NODES.objectNode().put("uri", c.uri()).put("sha256", c.sha256()).put("epoch", c.epoch());
        return c.partial() ? out.put("step", c.step()) : out;
    }

    private static ObjectNode drawing(Drawing d) {
        return NODES.objectNode()
                .put("images", d.images())
                .put("threshold", d.chosenThreshold() ? "chosen" : "official");
    }

    private static ObjectNode model(ModelSpec m) {
        var out = NODES.objectNode()
                .put("arch", m.arch())
                .put("width", m.width())
                .put("depth", m.depth())
                .put("heads", m.heads());
        if (!m.iterations().isEmpty()) m.iterations().forEach(out.putArray("iterations")::add);
        return out;
    }

    private static ObjectNode data(DataRef d) {
        return NODES.objectNode()
                .put("path", d.path())
                .put("layout", d.layout())
                .put("images", d.images())
                .put("proxy", d.proxy())
                .put("validationPerClass", d.validationPerClass())
                .put("validationSeed", d.validationSeed());
    }

    private static ObjectNode evaluation(EvaluationRequest e) {
        var when =
                switch (e.when()) {
                    case NEVER -> "never";
                    case LAST_CHECKPOINT -> "last";
                    case EACH_CHECKPOINT -> "each";
                };
        var out = NODES.objectNode().put("when", when);
        e.protocols().forEach(out.putArray("protocols")::add);
        out.put("overlays", e.overlays());
        out.set("draw", drawing(e.draw()));
        return out.put("queue", e.queue());
    }
}
