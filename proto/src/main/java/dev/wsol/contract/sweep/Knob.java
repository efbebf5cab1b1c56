package dev.wsol.contract.sweep;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Nearest;
import dev.wsol.contract.Precision;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Refinements;
import dev.wsol.contract.Schedule;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;

/** The parameters of a train job that a search may turn. */
public enum Knob {
    ARCH("arch", false, (t, v) -> model(t, t.model().withArch(v))),
    /** The network apart from its head: {@code deit_small}, {@code conformer_small}. */
    BACKBONE(
            "backbone",
            false,
            (t, v) -> model(t, t.model().withArch(Heads.backbone(t.model().arch(), v)))),
    /** {@code scm} or {@code tscam}. */
    HEAD(
            "head",
            false,
            (t, v) -> model(t, t.model().withArch(Heads.head(t.model().arch(), v)))),
    WIDTH(
            "width",
            false,
            (t, v) -> sized(t, whole(v), t.model().depth(), t.model().heads())),
    DEPTH(
            "depth",
            false,
            (t, v) -> sized(t, t.model().width(), whole(v), t.model().heads())),
    HEADS("heads", false, (t, v) -> sized(t, t.model().width(), t.model().depth(), whole(v))),
    LEARNING_RATE("learningRate", true, (t, v) -> recipe(t, t.recipe().withLearningRate(real(v)))),
    WEIGHT_DECAY("weightDecay", true, (t, v) -> recipe(t, RecipePart.weightDecay(t.recipe(), real(v)))),
    DROP_PATH("dropPath", true, (t, v) -> recipe(t, RecipePart.dropPath(t.recipe(), real(v)))),
    WARMUP(
            "warmup",
            true,
            (t, v) ->
                    recipe(t, RecipePart.schedule(t.recipe(), warmed(t.recipe().schedule(), real(v))))),
    BATCH("batch", false, (t, v) -> recipe(t, RecipePart.batch(t.recipe(), whole(v)))),
    SEED("seed", false, (t, v) -> recipe(t, t.recipe().withSeed(Long.parseLong(v)))),
    LABEL_SMOOTHING("labelSmoothing", true, (t, v) -> {
        var f = t.recipe().refinements();
        return refined(t, new Refinements(f.clipNorm(), real(v), f.emaDecay(), f.dropout(), f.accumulation()));
    }),
    EMA_DECAY("emaDecay", false, (t, v) -> {
        var f = t.recipe().refinements();
        return refined(t, new Refinements(f.clipNorm(), f.labelSmoothing(), real(v), f.dropout(), f.accumulation()));
    }),
    CLIP_NORM("clipNorm", true, (t, v) -> {
        var f = t.recipe().refinements();
        return refined(t, new Refinements(real(v), f.labelSmoothing(), f.emaDecay(), f.dropout(), f.accumulation()));
    }),
    PRECISION("precision", false, (t, v) -> recipe(t, t.recipe().with(precision(v)))),
    /** {@code all} images, or those of the shorter list ({@code proxy}) that the data set brings. */
    IMAGES("images", false, (t, v) -> data(t, proxy(t.data(), v)));

    private final String word;
    private final boolean mayChangeOnTheWay;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final BiFunction<JobSpec.Train, String, JobSpec.Train> turn;

    Knob(String word, boolean mayChangeOnTheWay, BiFunction<JobSpec.Train, String, JobSpec.Train> turn) {
        this.word = word;
        this.mayChangeOnTheWay = mayChangeOnTheWay;
        this.turn = turn;
    }

    /** @throws BadSpec naming the nearest if there is none */
    public static Knob named(String name) {
        for (var knob : values()) if (knob.word.equals(name)) return knob;
        var all = Arrays.stream(values()).map(k -> k.word).toList();
        throw new BadSpec("space", "'" + name + "' cannot be searched" + Nearest.known(name, all));
    }

    public String word() {
        return word;
    }

    /** Whether a run that goes on from a checkpoint may have another value than the run before it. */
    public boolean mayChangeOnTheWay() {
        return mayChangeOnTheWay;
    }

    /**
     * The job with all values of the point.
     *
     * @throws BadSpec naming the parameter whose value cannot be used
     */
    public static JobSpec.Train turn(JobSpec.Train base, Point point) {
        var out = base;
        for (var knob : values()) {
            var value = point.get(knob.word);
            if (value.isPresent()) out = knob.turn(out, value.get());
        }
        return out;
    }

    private JobSpec.Train turn(JobSpec.Train base, String value) {
        try {
            return turn.apply(base, value);
        } catch (NumberFormatException e) {
            throw new BadSpec(word, "'" + value + "' is not a number that it takes");
        } catch (BadSpec e) {
            throw new BadSpec(word, e.reason());
        }
    }

    /** @throws BadSpec if no train job takes this value */
    void check(String value) {
        turn(
                new JobSpec.Train(
                        ModelSpec.named("scm"), DataRef.at("x"), Recipe.OFFICIAL, EvaluationRequest.DEFAULT, "default"),
                value);
    }

    private static double real(String v) {
        return Double.parseDouble(v);
    }

    private static int whole(String v) {
        return Math.toIntExact(Math.round(Double.parseDouble(v)));
    }

    private static Precision precision(String v) {
        for (var p : Precision.values()) if (p.name().toLowerCase(Locale.ROOT).equals(v)) return p;
        throw new BadSpec("precision", "must be fp32 or bf16, not '" + v + "'");
    }

    private static DataRef proxy(DataRef d, String v) {
        if (!v.equals("all") && !v.equals("proxy"))
            throw new BadSpec("images", "must be all or proxy, not '" + v + "'");
        return new DataRef(
                d.path(), d.layout(), d.images(), v.equals("proxy"), d.validationPerClass(), d.validationSeed());
    }

    private static Schedule warmed(Schedule s, double warmup) {
        if (s instanceof Schedule.Steps steps) return new Schedule.Steps(steps.epochs(), steps.factor(), warmup);
        return new Schedule.Cosine(warmup);
    }

    private static JobSpec.Train sized(JobSpec.Train t, int width, int depth, int heads) {
        return model(
                t,
                new ModelSpec(t.model().arch(), width, depth, heads, t.model().iterations()));
    }

    private static JobSpec.Train refined(JobSpec.Train t, Refinements r) {
        return recipe(t, t.recipe().with(r));
    }

    private static JobSpec.Train model(JobSpec.Train t, ModelSpec m) {
        return t.with(m);
    }

    private static JobSpec.Train recipe(JobSpec.Train t, Recipe r) {
        return t.with(r);
    }

    private static JobSpec.Train data(JobSpec.Train t, DataRef d) {
        return t.with(d);
    }
}
