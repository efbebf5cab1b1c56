package dev.wsol.coordinator.http;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.InitialWeights;
import dev.wsol.contract.Nearest;
import dev.wsol.contract.Optimizer;
import dev.wsol.contract.Precision;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Refinements;
import dev.wsol.contract.Schedule;
import dev.wsol.contract.Selection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Recipes from JSON. What is left out has the default of the official recipe. */
final class RecipeReader {
    private static final List<String> OPTIMIZERS = List.of("adamw", "sgd");
    private static final Recipe OFFICIAL = Recipe.OFFICIAL;

    private RecipeReader() {}

    static Recipe recipe(Fields f) {
        f.only(
                "epochs",
                "batch",
                "accumulation",
                "learningRate",
                "schedule",
                "optimizer",
                "weightDecay",
                "clipNorm",
                "dropPath",
                "dropout",
                "labelSmoothing",
                "emaDecay",
                "precision",
                "seed",
                "init",
                "selection");
        return new Recipe(
                f.integer("epochs", OFFICIAL.epochs()),
                f.integer("batch", OFFICIAL.batch()),
                f.number("learningRate", OFFICIAL.learningRate()),
                f.number("weightDecay", OFFICIAL.weightDecay()),
                f.number("dropPath", OFFICIAL.dropPath()),
                f.whole("seed", OFFICIAL.seed()),
                f.object("schedule", RecipeReader::schedule, OFFICIAL.schedule()),
                optimizer(f),
                refinements(f),
                f.has("precision")
                        ? choice("precision", f.text("precision"), Precision.values(), p -> p.name()
                                .toLowerCase(Locale.ROOT))
                        : Precision.FP32,
                init(f),
                f.object("selection", RecipeReader::selection, Selection.DEFAULT));
    }

    /** {@code warmup} alone is the cosine rule; beside {@code steps} or {@code factor} it belongs to the step rule. */
    private static Schedule schedule(Fields f) {
        f.only("steps", "factor", "warmup");
        if (f.has("warmup") && !f.has("steps") && !f.has("factor")) return new Schedule.Cosine(f.number("warmup", 0));
        var o = (Schedule.Steps) OFFICIAL.schedule();
        return new Schedule.Steps(
                f.integers("steps", o.epochs()), f.number("factor", o.factor()), f.number("warmup", 0));
    }

    private static Optimizer optimizer(Fields f) {
        var value = f.raw("optimizer");
        if (value.isMissingNode()) return Optimizer.OFFICIAL;
        if (value.isTextual()) return plain(optimizerName("optimizer", value.asText()));
        return f.object("optimizer", RecipeReader::tuned);
    }

    private static Optimizer plain(String name) {
        return name.equals("adamw") ? Optimizer.OFFICIAL : new Optimizer.Sgd(0.9, false);
    }

    private static Optimizer tuned(Fields f) {
        if (optimizerName("name", f.text("name")).equals("sgd")) {
            f.only("name", "momentum", "nesterov");
            return new Optimizer.Sgd(f.number("momentum", 0.9), f.flag("nesterov", false));
        }
        f.only("name", "beta1", "beta2", "eps");
        var o = Optimizer.OFFICIAL;
        return new Optimizer.AdamW(
                f.number("beta1", o.beta1()), f.number("beta2", o.beta2()), f.number("eps", o.eps()));
    }

    private static String optimizerName(String field, String text) {
        return choice(field, text, OPTIMIZERS.toArray(String[]::new), name -> name);
    }

    private static Refinements refinements(Fields f) {
        return new Refinements(
                f.number("clipNorm", 0),
                f.number("labelSmoothing", 0),
                f.number("emaDecay", 0),
                f.number("dropout", 0),
                f.integer("accumulation", 1));
    }

    private static Optional<InitialWeights> init(Fields f) {
        var value = f.raw("init");
        if (value.isMissingNode()) return Optional.empty();
        if (value.isTextual())
            return Optional.of(SpecReader.bare("init", () -> new InitialWeights(value.asText(), "")));
        return Optional.of(
                f.object("init", i -> new InitialWeights(i.only("uri", "sha256").text("uri"), i.text("sha256", ""))));
    }

    private static Selection selection(Fields f) {
        f.only("by", "on");
        var o = Selection.DEFAULT;
        return new Selection(
                f.has("by") ? choice("by", f.text("by"), Selection.By.values(), Selection.By::text) : o.by(),
                f.has("on") ? choice("on", f.text("on"), Selection.On.values(), Selection.On::text) : o.on());
    }

    private static <T> T choice(String field, String text, T[] all, Function<T, String> name) {
        var names = Arrays.stream(all).map(name).toList();
        for (T one : all) if (name.apply(one).equalsIgnoreCase(text)) return one;
        throw new BadSpec(field, "'" + text + "' is none of " + String.join(", ", names) + Nearest.hint(text, names));
    }
}
