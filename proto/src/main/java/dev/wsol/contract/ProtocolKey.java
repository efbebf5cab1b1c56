package dev.wsol.contract;

import dev.wsol.contract.Protocol.Metric;
import dev.wsol.contract.Protocol.Threshold;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The choices of a protocol in canonical order: how each is called and written, and when it applies. */
enum ProtocolKey {
    METRIC("metric"),
    SPLIT("split"),
    MAP("map"),
    THRESHOLD("threshold"),
    FIXED_THRESHOLD("fixedThreshold"),
    STEP("step"),
    CONTOURS("contours"),
    ENDS("ends"),
    IOUS("ious"),
    MEAN("mean"),
    TOP_LOC("topLoc"),
    RESIZE("resize"),
    BOX_RULE("boxRule"),
    MAP_SIZE("mapSize");

    private final String word;

    ProtocolKey(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** Why this choice has no meaning beside these two; empty if it has one. */
    Optional<String> idle(Metric metric, Threshold threshold) {
        boolean pixels = metric == Metric.PIXELS;
        boolean fixed = threshold == Threshold.FIXED;
        return switch (this) {
            case METRIC, SPLIT, MAP, RESIZE, MAP_SIZE -> Optional.empty();
            case THRESHOLD, CONTOURS, ENDS, IOUS, MEAN, TOP_LOC, BOX_RULE ->
                pixels ? Optional.of("has no meaning with metric 'pixels'") : Optional.empty();
            case FIXED_THRESHOLD ->
                pixels || !fixed ? Optional.of("has a meaning with threshold 'fixed' only") : Optional.empty();
            case STEP -> fixed && !pixels ? Optional.of("has no meaning with threshold 'fixed'") : Optional.empty();
        };
    }

    /** Every choice of the protocol that applies, in order. */
    static Map<ProtocolKey, String> values(Protocol p) {
        var out = new EnumMap<ProtocolKey, String>(ProtocolKey.class);
        for (var key : values()) if (key.idle(p.metric(), p.threshold()).isEmpty()) out.put(key, key.text(p));
        return out;
    }

    private String text(Protocol p) {
        return switch (this) {
            case METRIC -> wordOf(p.metric());
            case SPLIT -> wordOf(p.split());
            case MAP -> wordOf(p.map());
            case THRESHOLD -> wordOf(p.threshold());
            case FIXED_THRESHOLD -> number(p.fixedThreshold());
            case STEP -> number(p.step());
            case CONTOURS -> wordOf(p.contours());
            case ENDS -> wordOf(p.ends());
            case IOUS -> p.ious().stream().map(String::valueOf).collect(Collectors.joining(","));
            case MEAN -> String.valueOf(p.mean());
            case TOP_LOC -> wordOf(p.topLoc());
            case RESIZE -> wordOf(p.resize());
            case BOX_RULE -> wordOf(p.boxRule());
            case MAP_SIZE -> String.valueOf(p.mapSize());
        };
    }

    static String wordOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String number(double value) {
        return Double.toString(value).toLowerCase(Locale.ROOT);
    }
}
