package dev.wsol.coordinator.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.Drawing;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Nearest;
import dev.wsol.contract.Origin;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.wire.SpecCodec;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Job specs from JSON. What is left out has the default of the official recipe. */
final class SpecReader {
    private static final Pattern STORED = Pattern.compile("s3://[A-Za-z0-9._-]+/[^\\s/]\\S*");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** Of what the JSON reader says, the part about its own settings and classes. */
    private static final Pattern INSIDE = Pattern.compile("(?s)( \\(start marker at | \\(bound as |: enable `).*");

    private static final List<String> KINDS = List.of("train", "evaluate", "sweep");
    private static final Map<String, EvaluationRequest.When> WHEN = Map.of(
            "never", EvaluationRequest.When.NEVER,
            "last", EvaluationRequest.When.LAST_CHECKPOINT,
            "each", EvaluationRequest.When.EACH_CHECKPOINT);

    private SpecReader() {}

    /** A job as it was asked for. Without an id of its own it has one that equal specs share. */
    record Wish(JobId id, JobSpec spec, String owner) {}

    /** @throws BadSpec if this is no JSON, or no job */
    static Wish read(byte[] body) {
        return Fields.read(parse(body), f -> {
            var kind = f.text("kind");
            var id = f.text("id", "");
            var spec = spec(kind, f);
            return new Wish(
                    new JobId(id.isEmpty() ? kind + "-" + SpecCodec.shortHash(spec) : id), spec, f.text("owner", ""));
        });
    }

    /** @throws BadSpec with line and column if this is no JSON */
    static JsonNode parse(byte[] body) {
        try {
            var node = JSON.readTree(body);
            if (node == null || node.isMissingNode()) throw new BadSpec("", "expected a JSON object, found nothing");
            return node;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            var where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new BadSpec(
                    "",
                    "malformed JSON" + where + ": "
                            + INSIDE.matcher(e.getOriginalMessage()).replaceFirst(""));
        } catch (IOException e) {
            throw new BadSpec("", "the body cannot be read as JSON: " + e.getMessage());
        }
    }

    private static JobSpec spec(String kind, Fields f) {
        return switch (kind) {
            case "train" -> train(f);
            case "evaluate" -> evaluate(f);
            case "sweep" -> sweep(f);
            default ->
                throw new BadSpec(
                        "kind",
                        "'" + kind + "' is no kind of job" + Nearest.known(kind.toLowerCase(Locale.ROOT), KINDS));
        };
    }

    private static JobSpec.Train train(Fields f) {
        f.only("id", "kind", "owner", "model", "data", "recipe", "evaluation", "queue", "checkpointMinutes");
        return base(f);
    }

    private static JobSpec.Train base(Fields f) {
        return new JobSpec.Train(
                model(f),
                data(f),
                f.object("recipe", RecipeReader::recipe, Recipe.OFFICIAL),
                f.object("evaluation", SpecReader::evaluation, EvaluationRequest.DEFAULT),
                f.text("queue", "default"),
                f.integer("checkpointMinutes", 0));
    }

    private static JobSpec.Evaluate evaluate(Fields f) {
        f.only(
                "id",
                "kind",
                "owner",
                "checkpoint",
                "model",
                "data",
                "protocols",
                "overlays",
                "draw",
                "queue",
                "origin");
        return new JobSpec.Evaluate(
                f.object("checkpoint", SpecReader::checkpoint),
                model(f),
                data(f),
                f.protocols("protocols", EvaluationRequest.DEFAULT.protocols()),
                f.integer("overlays", EvaluationRequest.DEFAULT.overlays()),
                drawing(f),
                f.text("queue", "default"),
                f.object("origin", SpecReader::origin, Origin.UNKNOWN));
    }

    /** {@code draw: 12} or {@code draw: {images: 12, threshold: chosen}}. */
    private static Drawing drawing(Fields f) {
        if (!f.raw("draw").isObject()) return new Drawing(f.integer("draw", 0), false);
        return f.object("draw", d -> {
            d.only("images", "threshold");
            var threshold = d.text("threshold", "official");
            if (!List.of("official", "chosen").contains(threshold))
                throw new BadSpec("threshold", "expected official or chosen, found '" + threshold + "'");
            int images = d.integer("images", 0);
            if (images < 0) throw new BadSpec("images", "must be at least 0, not " + images);
            return new Drawing(images, threshold.equals("chosen"));
        });
    }

    private static CheckpointRef checkpoint(Fields f) {
        return checkpointFields(f.only("uri", "sha256", "epoch", "step"));
    }

    static CheckpointRef checkpointFields(Fields f) {
        return new CheckpointRef(place(f.text("uri")), f.text("sha256"), f.integer("epoch", 0), f.integer("step", 0));
    }

    /** What no store can have is refused here; what was taken earlier stays readable. */
    private static String place(String uri) {
        if (STORED.matcher(uri).matches()) return uri;
        throw new BadSpec("uri", "must be s3://BUCKET/KEY, without blanks, user or password, not '" + uri + "'");
    }

    private static Origin origin(Fields f) {
        f.only("trainJob", "sweepJob", "learningRate", "seed", "selection", "source");
        return new Origin(
                f.text("trainJob", ""),
                f.text("sweepJob", ""),
                f.number("learningRate", 0),
                f.whole("seed", 0),
                f.text("selection", ""),
                f.text("source", ""));
    }

    private static JobSpec.Sweep sweep(Fields f) {
        f.only(
                "id",
                "kind",
                "owner",
                "model",
                "data",
                "recipe",
                "evaluation",
                "queue",
                "checkpointMinutes",
                "grid",
                "search");
        var base = base(f);
        if (f.has("search")) return search(f, base);
        return f.object("grid", g -> {
            g.only("arch", "learningRate", "seed");
            try {
                return new JobSpec.Sweep(
                        base,
                        g.texts("arch", List.of()),
                        g.numbers("learningRate", List.of()),
                        g.wholes("seed", List.of()));
            } catch (BadSpec e) {
                throw e.field().equals("grid") ? new BadSpec("", e.reason()) : e;
            }
        });
    }

    private static JobSpec.Sweep search(Fields f, JobSpec.Train base) {
        if (f.has("grid")) throw new BadSpec("grid", "and search exclude each other: a grid of a search is its space");
        var search = f.object("search", s -> SearchReader.read(s, base));
        try {
            return new JobSpec.Sweep(base, search);
        } catch (BadSpec e) {
            throw e.field().startsWith("objective") ? e.within("search") : e;
        }
    }

    static ModelSpec model(Fields f) {
        var value = f.raw("model");
        if (value.isTextual()) return bare("model", () -> ModelSpec.named(value.asText()));
        return f.object(
                "model",
                m -> new ModelSpec(
                        m.only("arch", "width", "depth", "heads", "iterations").text("arch"),
                        m.integer("width", 0),
                        m.integer("depth", 0),
                        m.integer("heads", 0),
                        m.integers("iterations", List.of())));
    }

    static DataRef data(Fields f) {
        var value = f.raw("data");
        if (value.isTextual()) return bare("data", () -> DataRef.at(value.asText()));
        return f.object(
                "data",
                d -> new DataRef(
                        d.only("path", "layout", "images", "proxy", "validationPerClass", "validationSeed")
                                .text("path"),
                        d.text("layout", ""),
                        d.text("images", ""),
                        d.flag("proxy", false),
                        d.integer("validationPerClass", DataRef.DEFAULT_VALIDATION_PER_CLASS),
                        d.whole("validationSeed", 0)));
    }

    /** The short form of an object: the text stands for its main field, so the mistake is in the text itself. */
    static <T> T bare(String name, Supplier<T> make) {
        try {
            return make.get();
        } catch (BadSpec e) {
            throw new BadSpec(name, e.reason());
        }
    }

    private static EvaluationRequest evaluation(Fields f) {
        f.only("when", "protocols", "overlays", "draw", "queue");
        var o = EvaluationRequest.DEFAULT;
        return new EvaluationRequest(
                f.has("when") ? when(f.text("when")) : o.when(),
                f.protocols("protocols", o.protocols()),
                f.integer("overlays", o.overlays()),
                drawing(f),
                f.text("queue", o.queue()));
    }

    private static EvaluationRequest.When when(String text) {
        var when = WHEN.get(text.toLowerCase(Locale.ROOT));
        if (when == null) throw new BadSpec("when", "expected never, last or each, found '" + text + "'");
        return when;
    }
}
