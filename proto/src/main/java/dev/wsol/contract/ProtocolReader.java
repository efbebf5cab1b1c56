package dev.wsol.contract;

import dev.wsol.contract.Protocol.BoxRule;
import dev.wsol.contract.Protocol.Comparison;
import dev.wsol.contract.Protocol.Contours;
import dev.wsol.contract.Protocol.Ends;
import dev.wsol.contract.Protocol.MapClass;
import dev.wsol.contract.Protocol.Metric;
import dev.wsol.contract.Protocol.Resize;
import dev.wsol.contract.Protocol.Split;
import dev.wsol.contract.Protocol.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Protocols from fields or from canonical text. Every mistake is collected, and all are told at once. */
final class ProtocolReader {
    private static final Pattern NUMBER = Pattern.compile("[0-9]*\\.?[0-9]+([eE][-+]?[0-9]{1,3})?");
    private static final int LONGEST_TEXT = 4096;
    private static final String BASE = "deployed";

    /** Choices without meaning have these values, so that equal protocols are equal records. */
    private static final Protocol IDLE = ProtocolPresets.ALL.get(0);

    private final List<String> mistakes = new ArrayList<>();
    private final Map<ProtocolKey, String> said = new EnumMap<>(ProtocolKey.class);
    private Map<ProtocolKey, String> otherwise = Map.of();

    private ProtocolReader() {}

    /** The full canonical text, the name's line before it or not. */
    static Protocol text(String text) {
        var reader = new ProtocolReader();
        if (text.length() > LONGEST_TEXT) throw new BadSpec("", "a protocol of " + text.length() + " characters");
        var fields = new LinkedHashMap<String, String>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            int at = line.indexOf('=');
            if (at < 1) reader.mistakes.add("'" + ProtocolRules.shown(line) + "' is no key=value line");
            else if (fields.put(line.substring(0, at), line.substring(at + 1)) != null)
                reader.mistakes.add(ProtocolRules.shown(line.substring(0, at)) + " is given twice");
        });
        var name = fields.remove("name");
        return reader.take(fields).protocol(name);
    }

    static Protocol custom(Map<String, ?> fields) {
        var reader = new ProtocolReader();
        var texts = new LinkedHashMap<String, String>();
        fields.forEach((key, value) -> reader.flat(key, value, t -> texts.put(key, t)));
        var name = texts.remove("name");
        if (name == null) reader.mistakes.add("name is missing");
        reader.attempt(
                "base",
                texts.getOrDefault("base", BASE),
                base -> reader.otherwise = ProtocolKey.values(base),
                ProtocolReader::base);
        texts.remove("base");
        return reader.take(texts).protocol(name == null ? "nameless" : name);
    }

    private static Protocol base(String name) {
        try {
            return Protocol.named(name);
        } catch (BadSpec e) {
            throw new BadSpec("", e.reason());
        }
    }

    /** Text of a value as YAML and JSON readers give it. */
    private void flat(String key, Object value, Consumer<String> use) {
        if (value instanceof List<?> list && list.stream().allMatch(ProtocolReader::plain))
            use.accept(list.stream().map(String::valueOf).collect(Collectors.joining(",")));
        else if (plain(value)) use.accept(String.valueOf(value).strip());
        else
            mistakes.add(ProtocolRules.shown(key) + ": expected text, a number or a list of them, found "
                    + ProtocolRules.shown(String.valueOf(value)));
    }

    private static boolean plain(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private ProtocolReader take(Map<String, String> fields) {
        var known = Arrays.stream(ProtocolKey.values()).collect(Collectors.toMap(ProtocolKey::word, k -> k));
        var words = Stream.concat(
                        Stream.of("name", "base"),
                        Arrays.stream(ProtocolKey.values()).map(ProtocolKey::word))
                .toList();
        fields.forEach((word, value) -> {
            var key = known.get(word);
            if (key != null) said.put(key, value);
            else mistakes.add("there is no key '" + ProtocolRules.shown(word) + "'" + Nearest.known(word, words));
        });
        return this;
    }

    private Protocol protocol(String name) {
        var metric = word(ProtocolKey.METRIC, Metric.class, Metric.BOXES);
        var threshold = metric == Metric.PIXELS
                ? Threshold.ORACLE
                : word(ProtocolKey.THRESHOLD, Threshold.class, IDLE.threshold());
        said.keySet()
                .forEach(key -> key.idle(metric, threshold).ifPresent(why -> mistakes.add(key.word() + " " + why)));
        var split = word(ProtocolKey.SPLIT, Split.class, IDLE.split());
        var map = word(ProtocolKey.MAP, MapClass.class, IDLE.map());
        boolean pixels = metric == Metric.PIXELS;
        boolean fixed = threshold == Threshold.FIXED && !pixels;
        double level = fixed ? value(ProtocolKey.FIXED_THRESHOLD, ProtocolReader::level, 0.0) : 0;
        double step = fixed ? IDLE.step() : value(ProtocolKey.STEP, ProtocolReader::step, IDLE.step());
        var contours = pixels ? IDLE.contours() : word(ProtocolKey.CONTOURS, Contours.class, IDLE.contours());
        var ends = pixels ? IDLE.ends() : word(ProtocolKey.ENDS, Ends.class, IDLE.ends());
        var ious = pixels ? IDLE.ious() : value(ProtocolKey.IOUS, ProtocolReader::ious, IDLE.ious());
        boolean mean = !pixels && value(ProtocolKey.MEAN, ProtocolReader::yes, false);
        var topLoc = pixels ? IDLE.topLoc() : word(ProtocolKey.TOP_LOC, Comparison.class, IDLE.topLoc());
        var resize = word(ProtocolKey.RESIZE, Resize.class, IDLE.resize());
        var rule = pixels ? BoxRule.WSOL : word(ProtocolKey.BOX_RULE, BoxRule.class, IDLE.boxRule());
        int side = value(ProtocolKey.MAP_SIZE, ProtocolReader::mapSize, IDLE.mapSize());
        attempt("name", name == null ? "nameless" : name, n -> {}, ProtocolRules::name);
        if (threshold == Threshold.VALIDATION && split == Split.VALIDATION)
            mistakes.add("threshold: validation images are scored, so choosing on them is 'oracle': say so");
        if (!mistakes.isEmpty()) throw new BadSpec("", String.join("; ", mistakes));
        return settled(
                name,
                new Protocol(
                        "nameless",
                        metric,
                        split,
                        map,
                        threshold,
                        level,
                        step,
                        contours,
                        ends,
                        ious,
                        mean,
                        topLoc,
                        resize,
                        rule,
                        side));
    }

    /** A name of its own is kept; without one it is the equal preset's, or made from the digest. */
    private static Protocol settled(String name, Protocol p) {
        var preset = Protocol.PRESETS.stream()
                .filter(q -> q.digest().equals(p.digest()))
                .findFirst();
        if (name == null)
            return preset.orElseGet(() -> named(p, "custom-" + p.digest().substring(0, 8)));
        if (preset.isPresent() && preset.get().name().equals(name)) return preset.get();
        if (Protocol.PRESETS.stream().anyMatch(q -> q.name().equals(name)))
            throw new BadSpec("", "name: '" + name + "' is a preset that makes other choices; take another name");
        return named(p, name);
    }

    private static Protocol named(Protocol p, String name) {
        return new Protocol(
                name,
                p.metric(),
                p.split(),
                p.map(),
                p.threshold(),
                p.fixedThreshold(),
                p.step(),
                p.contours(),
                p.ends(),
                p.ious(),
                p.mean(),
                p.topLoc(),
                p.resize(),
                p.boxRule(),
                p.mapSize());
    }

    private <E extends Enum<E>> E word(ProtocolKey key, Class<E> type, E idle) {
        return value(
                key,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(e -> ProtocolKey.wordOf(e).equals(text.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> unknown(text, type)),
                idle);
    }

    private static BadSpec unknown(String text, Class<? extends Enum<?>> type) {
        var words =
                Arrays.stream(type.getEnumConstants()).map(ProtocolKey::wordOf).toList();
        return new BadSpec(
                "",
                "expected " + String.join(" or ", words) + ", found '" + ProtocolRules.shown(text) + "'"
                        + Nearest.hint(text, words));
    }

    /** What was said, else the base's choice; {@code idle} only stands in where a mistake was noted. */
    private <T> T value(ProtocolKey key, Function<String, T> reader, T idle) {
        var text = said.getOrDefault(key, otherwise.get(key));
        var out = new ArrayList<T>(List.of(idle));
        if (text == null) mistakes.add(key.word() + " is missing");
        else attempt(key.word(), text, v -> out.set(0, v), reader);
        return out.get(0);
    }

    private <T> void attempt(String field, String text, Consumer<T> use, Function<String, T> reader) {
        try {
            use.accept(reader.apply(text));
        } catch (BadSpec e) {
            mistakes.add(field + ": " + e.reason());
        }
    }

    private static double number(String text) {
        if (!NUMBER.matcher(text).matches())
            throw new BadSpec("", "expected a number, found '" + ProtocolRules.shown(text) + "'");
        return Double.parseDouble(text);
    }

    private static int whole(String text) {
        if (!text.matches("[0-9]{1,9}"))
            throw new BadSpec("", "expected a whole number, found '" + ProtocolRules.shown(text) + "'");
        return Integer.parseInt(text);
    }

    private static boolean yes(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw new BadSpec("", "expected true or false, found '" + ProtocolRules.shown(text) + "'");
        };
    }

    private static double level(String text) {
        double level = number(text);
        ProtocolRules.fixedThreshold(level);
        return level;
    }

    private static double step(String text) {
        double step = number(text);
        ProtocolRules.step(step);
        return step;
    }

    private static int mapSize(String text) {
        int side = whole(text);
        ProtocolRules.mapSize(side);
        return side;
    }

    private static List<Integer> ious(String text) {
        var ious = Arrays.stream(text.replaceAll("[\\[\\]]", "").split(",", -1))
                .map(part -> whole(part.strip()))
                .sorted()
                .toList();
        ProtocolRules.ious(ious);
        return ious;
    }
}
