package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Nearest;
import dev.wsol.contract.Protocol;
import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Condition;
import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Objective;
import dev.wsol.contract.sweep.Repeats;
import dev.wsol.contract.sweep.Sampler;
import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.Space;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a search is asked for, from JSON. */
final class SearchReader {
    private static final List<String> METHODS = List.of("grid", "random", "tpe", "median", "asha", "hyperband", "pbt");
    private static final List<String> SAMPLERS = List.of("grid", "random", "tpe");

    private SearchReader() {}

    static SearchSpec read(Fields f, JobSpec.Train base) {
        var method = known("method", f.text("method"), METHODS);
        var sampler = SAMPLERS.contains(method) ? method : known("sampler", f.text("sampler", "random"), SAMPLERS);
        return new SearchSpec(
                f.object("space", SearchReader::space),
                Sampler.valueOf(sampler.toUpperCase(Locale.ROOT)),
                scheduler(method, f),
                f.object("objective", o -> objective(o, base), usual(base)),
                f.object("budget", SearchReader::budget, Budget.NONE),
                f.whole("seed", 0),
                f.object(
                        "repeats",
                        r -> new Repeats(r.only("top", "seeds").integer("top", 1), r.wholes("seeds", List.of())),
                        Repeats.NONE));
    }

    private static Scheduler scheduler(String method, Fields f) {
        var common = List.of("method", "sampler", "space", "objective", "budget", "seed", "repeats");
        return switch (method) {
            case "median" -> {
                only(f, common, "every", "grace", "trials");
                yield new Scheduler.Median(f.integer("every", 1), f.integer("grace", 1), f.integer("trials", 3));
            }
            case "asha" -> {
                only(f, common, "least", "eta");
                yield new Scheduler.Asha(f.integer("least", 1), f.integer("eta", 3));
            }
            case "hyperband" -> {
                only(f, common, "least", "eta");
                yield new Scheduler.Hyperband(f.integer("least", 1), f.integer("eta", 3));
            }
            case "pbt" -> {
                only(f, common, "population", "interval", "share");
                yield new Scheduler.Pbt(f.integer("population", 8), f.integer("interval", 1), f.number("share", 0.25));
            }
            default -> {
                only(f, common, "every");
                yield new Scheduler.Full(f.integer("every", 0));
            }
        };
    }

    private static void only(Fields f, List<String> common, String... own) {
        var all = new ArrayList<>(common);
        all.addAll(List.of(own));
        f.only(all.toArray(String[]::new));
    }

    private static String known(String field, String word, List<String> words) {
        if (words.contains(word)) return word;
        throw new BadSpec(field, "'" + word + "' is none" + Nearest.known(word, words));
    }

    private static Space space(Fields f) {
        var out = new ArrayList<Dimension>();
        for (var name : f.names()) out.add(dimension(name, f));
        return new Space(out);
    }

    /** {@code [scm, tscam]}, {@code {low: 1e-5, high: 1e-3, log: true}}, {@code {options: [..], when: {head: [scm]}}}. */
    private static Dimension dimension(String name, Fields f) {
        var value = f.raw(name);
        if (value.isArray()) return new Dimension.Choice(name, options(value), Optional.empty());
        return f.object(name, d -> {
            d.only("low", "high", "log", "whole", "options", "when");
            Optional<Condition> when =
                    d.has("when") ? Optional.of(d.object("when", SearchReader::condition)) : Optional.empty();
            if (d.has("options")) return new Dimension.Choice(name, options(d.raw("options")), when);
            for (var bound : List.of("low", "high")) if (!d.has(bound)) throw new BadSpec(bound, "is missing");
            boolean log = d.flag("log", false);
            return d.flag("whole", false)
                    ? new Dimension.Whole(name, d.whole("low", 0), d.whole("high", 0), log, when)
                    : new Dimension.Real(name, d.number("low", 0), d.number("high", 0), log, when);
        });
    }

    private static Condition condition(Fields f) {
        if (f.names().size() != 1)
            throw new BadSpec("", "must name one parameter and the values at which this one exists");
        var parameter = f.names().get(0);
        var value = f.raw(parameter);
        return new Condition(parameter, value.isArray() ? options(value) : List.of(value.asText()));
    }

    private static List<String> options(JsonNode list) {
        var out = new ArrayList<String>();
        list.forEach(o -> {
            if (!o.isValueNode() || o.isNull()) throw new BadSpec("", "options are texts or numbers, not " + o);
            out.add(o.asText());
        });
        return out;
    }

    private static Objective objective(Fields f, JobSpec.Train base) {
        f.only("protocol", "metric", "goal");
        var usual = usual(base);
        var protocol = f.text("protocol", usual.protocol());
        var goal = known("goal", f.text("goal", "maximise"), List.of("maximise", "minimise"));
        return new Objective(protocol, f.text("metric", metric(Protocol.of(protocol))), goal.equals("maximise"));
    }

    private static Objective usual(JobSpec.Train base) {
        var protocol = base.evaluation().protocols().stream()
                .findFirst()
                .orElseThrow(
                        () -> new BadSpec("evaluation.protocols", "is empty, but a search needs a number to go by"));
        return new Objective(protocol, metric(Protocol.of(protocol)), true);
    }

    /** Where the protocol looks at validation images too, what it sees there: test images are not for choosing. */
    private static String metric(Protocol p) {
        return p.threshold() == Protocol.Threshold.VALIDATION && p.metric() == Protocol.Metric.BOXES
                ? "validationMaxBoxAcc" + p.mainIou()
                : p.headline();
    }

    /** Limits; what is left out is none. */
    static Budget budget(Fields f) {
        f.only("trials", "parallel", "epochs", "wall", "gpuSeconds", "target");
        return new Budget(
                f.integer("trials", 0),
                f.integer("parallel", 0),
                f.whole("epochs", 0),
                f.has("wall") ? wall(f.raw("wall")) : Duration.ZERO,
                f.whole("gpuSeconds", 0),
                f.has("target") ? OptionalDouble.of(f.number("target", 0)) : OptionalDouble.empty());
    }

    /** {@code 90} seconds, {@code 30m}, {@code 2h}, {@code PT2H30M}. */
    private static Duration wall(JsonNode value) {
        try {
            if (value.isIntegralNumber()) return Duration.ofSeconds(value.longValue());
            var text = value.asText().toUpperCase(Locale.ROOT);
            return Duration.parse(text.startsWith("P") ? text : "PT" + text);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new BadSpec(
                    "wall", "expected seconds or a duration such as 30m or 2h, found '" + value.asText() + "'");
        }
    }
}
