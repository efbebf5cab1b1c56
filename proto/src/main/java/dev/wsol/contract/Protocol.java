package dev.wsol.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a localization number is obtained. Published numbers mix these choices, so every score carries all of them
 * and boards never rank across protocols.
 *
 * @param split what is scored
 * @param map whose class's map is boxed
 * @param threshold how the score map threshold is chosen
 * @param fixedThreshold in [0, 1); used by {@code FIXED} only
 * @param step distance of the thresholds that are tried, in (0, 1)
 * @param ious IoU levels in percent
 * @param resize how a class map becomes a 224x224 score map
 * @param boxRule how ground truth is scaled to 224
 */
public record Protocol(
        String name,
        Split split,
        MapClass map,
        Threshold threshold,
        double fixedThreshold,
        double step,
        Contours contours,
        List<Integer> ious,
        Resize resize,
        BoxRule boxRule) {

    public enum Split {
        TRAIN,
        VALIDATION,
        TEST
    }

    /** TRUE: the labelled class (GT-known). PREDICTED: the top class, as the SCM program does under that name. */
    public enum MapClass {
        TRUE,
        PREDICTED
    }

    /** ORACLE picks the best threshold on the scored split itself; VALIDATION picks it on the validation split. */
    public enum Threshold {
        FIXED,
        VALIDATION,
        ORACLE
    }

    public enum Contours {
        LARGEST,
        ALL
    }

    public enum Resize {
        BILINEAR,
        BICUBIC
    }

    /** SCM: divide first, clip to 223. WSOL: multiply first, no clip. */
    public enum BoxRule {
        SCM,
        WSOL
    }

    private static final List<Integer> IOUS = List.of(30, 50, 70);

    /** Protocols known by name: the SCM paper's, MaxBoxAcc of the CVPR 2020 evaluation, and what a user would meet. */
    public static final List<Protocol> PRESETS = List.of(
            new Protocol(
                    "deployed",
                    Split.TEST,
                    MapClass.TRUE,
                    Threshold.VALIDATION,
                    0,
                    .01,
                    Contours.LARGEST,
                    IOUS,
                    Resize.BILINEAR,
                    BoxRule.SCM),
            new Protocol(
                    "scm",
                    Split.TEST,
                    MapClass.PREDICTED,
                    Threshold.ORACLE,
                    0,
                    .01,
                    Contours.LARGEST,
                    IOUS,
                    Resize.BILINEAR,
                    BoxRule.SCM),
            new Protocol(
                    "maxboxacc",
                    Split.TEST,
                    MapClass.TRUE,
                    Threshold.ORACLE,
                    0,
                    .001,
                    Contours.LARGEST,
                    IOUS,
                    Resize.BICUBIC,
                    BoxRule.WSOL));

    public Protocol {
        Need.text("protocol", name);
        ious = List.copyOf(ious);
        Need.some("ious", ious);
        Need.between("fixedThreshold", fixedThreshold, 0, 1);
        Need.positive("step", step);
        Need.between("step", step, 0, 1);
    }

    /** @throws BadSpec if there is no such preset; the message names the nearest */
    public static Protocol named(String name) {
        var names = PRESETS.stream().map(Protocol::name).toList();
        int at = names.indexOf(name.toLowerCase(Locale.ROOT));
        if (at >= 0) return PRESETS.get(at);
        throw new BadSpec(
                "protocols",
                "unknown protocol '" + name + "'; did you mean " + Nearest.of(name, names) + "? Known: "
                        + String.join(", ", names));
    }

    /** Every choice, one {@code key=value} a line, in fixed order. Two protocols are the same if these are. */
    public String canonical() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("split", split);
        parts.put("map", map);
        parts.put("threshold", threshold);
        if (threshold == Threshold.FIXED) parts.put("fixedThreshold", fixedThreshold);
        else parts.put("step", step);
        parts.put("contours", contours);
        parts.put("ious", ious.stream().map(String::valueOf).collect(Collectors.joining(",")));
        parts.put("resize", resize);
        parts.put("boxRule", boxRule);
        return parts.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue().toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }

    /** SHA-256 of {@link #canonical()}, hexadecimal. */
    public String digest() {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(canonical().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
