package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.SpecMap;
import java.util.Map;

/** Job specs to JSON, complete: {@link SpecReader} makes the same spec of it. */
final class SpecWriter implements JobSpec.Cases<ObjectNode> {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper PLAIN = new ObjectMapper();

    private SpecWriter() {}

    static ObjectNode write(JobSpec spec) {
        return spec.match(new SpecWriter());
    }

    @Override
    public ObjectNode train(JobSpec.Train s) {
        return tree(SpecMap.train(s));
    }

    @Override
    public ObjectNode evaluate(JobSpec.Evaluate s) {
        var out = NODES.objectNode().put("kind", "evaluate");
        out.set("checkpoint", checkpoint(s.checkpoint()));
        out.set("model", tree(SpecMap.model(s.model())));
        out.set("data", tree(SpecMap.data(s.data())));
        s.protocols().forEach(out.putArray("protocols")::add);
        out.put("overlays", s.overlays());
        out.set("draw", tree(SpecMap.drawing(s.draw())));
        out.put("queue", s.queue());
        out.set("origin", origin(s.origin()));
        return out;
    }

    @Override
    public ObjectNode sweep(JobSpec.Sweep s) {
        var out = train(s.base()).put("kind", "sweep");
        if (s.search().isPresent()) {
            out.set("search", SearchJson.write(s.search().get()));
            return out;
        }
        var grid = out.putObject("grid");
        s.archs().forEach(grid.putArray("arch")::add);
        s.learningRates().forEach(grid.putArray("learningRate")::add);
        s.seeds().forEach(grid.putArray("seed")::add);
        return out;
    }

    static ObjectNode origin(Origin o) {
        var out = NODES.objectNode()
                .put("trainJob", o.trainJob())
                .put("sweepJob", o.sweepJob())
                .put("learningRate", o.learningRate())
                .put("seed", o.seed())
                .put("selection", o.selection());
        return o.source().isEmpty() ? out : out.put("source", o.source());
    }

    static ObjectNode checkpoint(CheckpointRef c) {
        var out =
                NODES.objectNode().put("uri", c.uri()).put("sha256", c.sha256()).put("epoch", c.epoch());
        return c.partial() ? out.put("step", c.step()) : out;
    }

    private static ObjectNode tree(Map<String, Object> map) {
        return PLAIN.valueToTree(map);
    }
}
