package dev.wsol.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Train jobs as plain maps, lists, texts and numbers, complete and in the form that is submitted: for JSON and YAML. */
public final class SpecMap {
    private SpecMap() {}

    public static Map<String, Object> train(JobSpec.Train s) {
        return ordered(
                "kind", "train",
                "model", model(s.model()),
                "data", data(s.data()),
                "recipe", recipe(s.recipe()),
                "evaluation", evaluation(s.evaluation()),
                "queue", s.queue(),
                "checkpointMinutes", s.checkpointMinutes());
    }

    public static Map<String, Object> model(ModelSpec m) {
        var out = ordered("arch", m.arch(), "width", m.width(), "depth", m.depth(), "heads", m.heads());
        if (!m.iterations().isEmpty()) out.put("iterations", m.iterations());
        return out;
    }

    public static Map<String, Object> data(DataRef d) {
        return ordered(
                "path", d.path(),
                "layout", d.layout(),
                "images", d.images(),
                "proxy", d.proxy(),
                "validationPerClass", d.validationPerClass(),
                "validationSeed", d.validationSeed());
    }

    public static Map<String, Object> evaluation(EvaluationRequest e) {
        var when =
                switch (e.when()) {
                    case NEVER -> "never";
                    case LAST_CHECKPOINT -> "last";
                    case EACH_CHECKPOINT -> "each";
                };
        return ordered(
                "when", when,
                "protocols", e.protocols(),
                "overlays", e.overlays(),
                "draw", drawing(e.draw()),
                "queue", e.queue());
    }

    public static Map<String, Object> drawing(Drawing d) {
        return ordered("images", d.images(), "threshold", d.chosenThreshold() ? "chosen" : "official");
    }

    public static Map<String, Object> recipe(Recipe r) {
        var out = ordered(
                "epochs", r.epochs(),
                "batch", r.batch(),
                "accumulation", r.refinements().accumulation(),
                "learningRate", r.learningRate(),
                "schedule", schedule(r.schedule()),
                "optimizer", optimizer(r.optimizer()),
                "weightDecay", r.weightDecay(),
                "clipNorm", r.refinements().clipNorm(),
                "dropPath", r.dropPath(),
                "dropout", r.refinements().dropout(),
                "labelSmoothing", r.refinements().labelSmoothing(),
                "emaDecay", r.refinements().emaDecay(),
                "precision", r.precision().name().toLowerCase(Locale.ROOT),
                "seed", r.seed());
        r.init().ifPresent(i -> out.put("init", ordered("uri", i.uri(), "sha256", i.sha256())));
        out.put(
                "selection",
                ordered(
                        "by",
                        r.selection().by().text(),
                        "on",
                        r.selection().on().text()));
        return out;
    }

    private static Map<String, Object> schedule(Schedule schedule) {
        if (schedule instanceof Schedule.Cosine c) return ordered("warmup", c.warmup());
        var s = (Schedule.Steps) schedule;
        var out = ordered("steps", List.copyOf(s.epochs()), "factor", s.factor());
        if (s.warmup() > 0) out.put("warmup", s.warmup());
        return out;
    }

    private static Map<String, Object> optimizer(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.AdamW a)
            return ordered("name", "adamw", "beta1", a.beta1(), "beta2", a.beta2(), "eps", a.eps());
        var s = (Optimizer.Sgd) optimizer;
        return ordered("name", "sgd", "momentum", s.momentum(), "nesterov", s.nesterov());
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        var out = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) out.put((String) namesAndValues[i], namesAndValues[i + 1]);
        return out;
    }
}
