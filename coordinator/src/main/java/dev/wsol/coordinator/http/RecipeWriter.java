package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.Optimizer;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Schedule;
import java.util.Locale;

/** Recipes to JSON, complete: {@link RecipeReader} makes the same recipe of it. */
final class RecipeWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RecipeWriter() {}

    static ObjectNode write(Recipe r) {
        var out = NODES.objectNode()
                .put("epochs", r.epochs())
                .put("batch", r.batch())
                .put("accumulation", r.refinements().accumulation())
                .put("learningRate", r.learningRate());
        out.set("schedule", schedule(r.schedule()));
        out.set("optimizer", optimizer(r.optimizer()));
        out.put("weightDecay", r.weightDecay())
                .put("clipNorm", r.refinements().clipNorm())
                .put("dropPath", r.dropPath())
                .put("dropout", r.refinements().dropout())
                .put("labelSmoothing", r.refinements().labelSmoothing())
                .put("emaDecay", r.refinements().emaDecay())
                .put("precision", r.precision().name().toLowerCase(Locale.ROOT))
                .put("seed", r.seed());
        r.init().ifPresent(i -> out.putObject("init").put("uri", i.uri()).put("sha256", i.sha256()));
        out.putObject("selection")
                .put("by", r.selection().by().text())
                .put("on", r.selection().on().text());
        return out;
    }

    private static ObjectNode schedule(Schedule schedule) {
        var out = NODES.objectNode();
        if (schedule instanceof Schedule.Cosine c) out.put("warmup", c.warmup());
        if (schedule instanceof Schedule.Steps s) {
            s.epochs().forEach(out.putArray("steps")::add);
            out.put("factor", s.factor());
            if (s.warmup() > 0) out.put("warmup", s.warmup());
        }
        return out;
    }

    private static ObjectNode optimizer(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.AdamW a)
            return NODES.objectNode()
                    .put("name", "adamw")
                    .put("beta1", a.beta1())
                    .put("beta2", a.beta2())
                    .put("eps", a.eps());
        var s = (Optimizer.Sgd) optimizer;
        return NODES.objectNode()
                .put("name", "sgd")
                .put("momentum", s.momentum())
                .put("nesterov", s.nesterov());
    }
}
