package dev.wsol.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a localization number is obtained. Published numbers mix these choices, so every score carries all of them and
 * boards never rank across protocols (spec sections 7 to 9). A {@code PIXELS} protocol has no threshold policy,
 * contours, ends, IoU levels and box rule; those components then have fixed values that mean nothing.
 *
 * @param name a preset's, or one's own: lower-case letters, digits, {@code . _ -}
 * @param metric boxes or pixels
 * @param split what is scored
 * @param map whose class's map is looked at
 * @param threshold how the score map threshold is chosen
 * @param fixedThreshold in [0, 1); used by {@code FIXED} only
 * @param step distance of the thresholds that are tried, in [0.00001, 1); the reference programs call it
 *     {@code cam_curve_interval}; not used by {@code FIXED}
 * @param ious IoU levels in percent, 1..100, rising
 * @param mean the headline is the mean of the best accuracies at all IoU levels, each at its own threshold (V2)
 * @param topLoc what Top-1 and Top-5 localization want of the IoU: at least the level, or above it (TS-CAM)
 * @param resize how a class map becomes a score map; double precision
 * @param boxRule how ground truth is scaled to the score map
 * @param mapSize side of the square score map in pixels, 1..1024
 */
public record Protocol(
        String name,
        Metric metric,
        Split split,
        MapClass map,
        Threshold threshold,
        double fixedThreshold,
        double step,
        Contours contours,
        Ends ends,
        List<Integer> ious,
        boolean mean,
        Comparison topLoc,
        Resize resize,
        BoxRule boxRule,
        int mapSize) {

    /** BOXES: a box is right by its IoU. PIXELS: PxAP, average precision of the map's pixels against masks. */
    public enum Metric {
        BOXES,
        PIXELS
    }

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

    /** LARGEST: the box of the contour of largest area. ALL: every contour's box, the best one counts (V2). */
    public enum Contours {
        LARGEST,
        ALL
    }

    /** Where boxes end. CLIPPED: inside the map, nothing found is (0,0,0,0). OPEN: anywhere, nothing is (0,0,1,1). */
    public enum Ends {
        CLIPPED,
        OPEN
    }

    public enum Comparison {
        AT_LEAST,
        ABOVE
    }

    public enum Resize {
        BILINEAR,
        BICUBIC
    }

    /** SCM: divide first, clip to the last pixel. WSOL: multiply first, no clip. */
    public enum BoxRule {
        SCM,
        WSOL
    }

    /** Protocols known by name. */
    public static final List<Protocol> PRESETS = ProtocolPresets.ALL;

    private static final Remembered<String, Protocol> READ = new Remembered<>(Protocol::read);
    private static final Remembered<List<String>, List<Protocol>> READ_TOGETHER = new Remembered<>(Protocol::readAll);
    private static final Remembered<Protocol, String> DIGESTS = new Remembered<>(Protocol::sha256);

    public Protocol {
        ProtocolRules.name(name);
        ious = ious.stream().sorted().toList();
        ProtocolRules.fixedThreshold(fixedThreshold);
        ProtocolRules.step(step);
        ProtocolRules.ious(ious);
        ProtocolRules.mapSize(mapSize);
        if (threshold == Threshold.VALIDATION && split == Split.VALIDATION)
            throw new BadSpec("threshold", "validation images are scored, so choosing on them is 'oracle': say so");
    }

    /** @throws BadSpec if there is no such preset; the message names the nearest */
    public static Protocol named(String name) {
        var names = PRESETS.stream().map(Protocol::name).toList();
        int at = names.indexOf(name.toLowerCase(Locale.ROOT));
        if (at >= 0) return PRESETS.get(at);
        throw new BadSpec(
                "protocols",
                "unknown protocol '" + ProtocolRules.shown(name) + "'" + Nearest.known(name, names)
                        + "; one of your own is a YAML file, see the protocols page");
    }

    /**
     * A protocol as it travels in a job: the name of a preset, or {@link #text()}.
     *
     * @throws BadSpec with all mistakes at once
     */
    public static Protocol of(String nameOrText) {
        return READ.of(nameOrText);
    }

    private static Protocol read(String nameOrText) {
        if (!nameOrText.contains("=")) return named(nameOrText);
        try {
            return ProtocolReader.text(nameOrText);
        } catch (BadSpec e) {
            throw e.within("protocols");
        }
    }

    /**
     * The protocols of a job.
     *
     * @throws BadSpec if one cannot be read, or two make the same choices, under whatever names
     */
    public static List<Protocol> all(Collection<String> namesOrTexts) {
        var wanted = List.copyOf(namesOrTexts);
        return wanted.size() <= PRESETS.size() ? READ_TOGETHER.of(wanted) : readAll(wanted);
    }

    private static List<Protocol> readAll(List<String> namesOrTexts) {
        var all = namesOrTexts.stream().map(Protocol::of).toList();
        var seen = new HashMap<String, Protocol>();
        for (var p : all) {
            var twin = seen.put(p.digest(), p);
            if (twin != null)
                throw new BadSpec(
                        "protocols",
                        twin.name.equals(p.name)
                                ? "names protocol " + p.name + " twice"
                                : twin.name + " and " + p.name + " make the same choices: leave one out");
        }
        return all;
    }

    /**
     * A protocol of one's own, from the fields of a YAML file or JSON object: {@code name}, optionally {@code base} (a
     * preset whose choices hold where the fields are silent; {@code deployed} unless said), and the keys of
     * {@link #canonical()}. Values are text, numbers, booleans or lists of them.
     *
     * @throws BadSpec with all mistakes at once; an unknown key is answered with the nearest
     */
    public static Protocol custom(Map<String, ?> fields) {
        return ProtocolReader.custom(fields);
    }

    /** Every choice that applies, one {@code key=value} a line, in fixed order. Equal texts are equal protocols. */
    public String canonical() {
        return ProtocolKey.values(this).entrySet().stream()
                .map(e -> e.getKey().word() + "=" + e.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** SHA-256 of {@link #canonical()}, hexadecimal. The name is no part of it. */
    public String digest() {
        return DIGESTS.of(this);
    }

    private String sha256() {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(canonical().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** What {@link #of} reads: a preset's name; for any other the name's line, then the canonical text. */
    public String text() {
        return PRESETS.contains(this) ? name : "name=" + name + "\n" + canonical();
    }

    /**
     * The metric that results are ranked by: {@code pxap}; with {@code mean} {@code maxBoxAccV2} where it is that, else
     * {@code meanMaxBoxAcc}; otherwise {@code maxBoxAcc50}, or the lowest IoU level's when 50 is not among them.
     */
    public String headline() {
        if (metric == Metric.PIXELS) return "pxap";
        if (!mean) return "maxBoxAcc" + mainIou();
        boolean v2 = contours == Contours.ALL && ious.equals(ProtocolPresets.IOUS) && map == MapClass.TRUE;
        return v2 && threshold == Threshold.ORACLE ? "maxBoxAccV2" : "meanMaxBoxAcc";
    }

    /** IoU level in percent that single figures are told at: 50, or the lowest where 50 is not among them. */
    public int mainIou() {
        return ious.contains(50) ? 50 : ious.get(0);
    }
}
