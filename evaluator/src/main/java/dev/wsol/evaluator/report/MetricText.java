package dev.wsol.evaluator.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Metrics in words, in the order in which papers give them. A metric that is not known here keeps its own name. */
final class MetricText {
    private static final String VALIDATION = "validation";
    private static final Pattern AT_IOU = Pattern.compile("(.*[a-zA-Z]|.*(?=_))_?(\\d{1,3})");

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("maxBoxAcc", "MaxBoxAcc"),
            Map.entry("maxBoxAccTop5", "MaxBoxAcc, any of five maps"),
            Map.entry("semanticMaxBoxAcc", "MaxBoxAcc, semantic map"),
            Map.entry("maxBoxAccV2", "MaxBoxAccV2"),
            Map.entry("meanMaxBoxAcc", "Mean MaxBoxAcc"),
            Map.entry("gtKnown", "GT-known Loc"),
            Map.entry("top1Loc", "Top-1 Loc"),
            Map.entry("top5Loc", "Top-5 Loc"),
            Map.entry("top1Cls", "Top-1 Cls"),
            Map.entry("top5Cls", "Top-5 Cls"),
            Map.entry("pxap", "PxAP"));

    private static final List<String> ORDER = List.of(
            "pxap",
            "maxBoxAccV2",
            "meanMaxBoxAcc",
            "maxBoxAcc",
            "maxBoxAccTop5",
            "gtKnown",
            "top1Loc",
            "top5Loc",
            "top1Cls",
            "top5Cls",
            "semanticMaxBoxAcc");

    private static final List<String> HEADLINES = List.of("maxBoxAcc50", "gtKnown", "top1Loc", "top1Cls");
    private static final int MOST_HEADLINES = 4;

    private MetricText() {}

    /** {@code maxBoxAcc50} is {@code MaxBoxAcc, IoU 50}. */
    static String name(String metric) {
        if (NAMES.containsKey(metric)) return NAMES.get(metric);
        if (metric.matches(VALIDATION + "[A-Z].*")) return name(plain(metric)) + ", on validation";
        Matcher m = AT_IOU.matcher(metric);
        return m.matches() && NAMES.containsKey(m.group(1)) ? NAMES.get(m.group(1)) + ", IoU " + m.group(2) : metric;
    }

    /** {@code validationTop1Loc} is {@code top1Loc} of other images. */
    private static String plain(String metric) {
        var rest = metric.substring(VALIDATION.length());
        return Character.toLowerCase(rest.charAt(0)) + rest.substring(1);
    }

    static List<String> ordered(Collection<String> metrics) {
        return metrics.stream()
                .sorted(Comparator.comparingInt(MetricText::rank).thenComparing(m -> m))
                .toList();
    }

    /** The few numbers to read first, the protocol's own before all; GT-known only where it is not MaxBoxAcc again. */
    static List<String> headlines(String first, Map<String, Double> metrics) {
        return Stream.concat(Stream.of(first), HEADLINES.stream())
                .distinct()
                .filter(metrics::containsKey)
                .filter(m -> !m.equals("gtKnown") || !metrics.get(m).equals(metrics.get("maxBoxAcc50")))
                .limit(MOST_HEADLINES)
                .toList();
    }

    /** What the best fixed box reaches at the same IoU. */
    static Optional<Double> baseline(String metric, Map<String, Double> baselines) {
        return beside(metric, baselines, "centredBox");
    }

    static Optional<Double> wholeFrame(String metric, Map<String, Double> baselines) {
        return beside(metric, baselines, "wholeFrame");
    }

    private static Optional<Double> beside(String metric, Map<String, Double> baselines, String name) {
        boolean otherImages = metric.startsWith(VALIDATION);
        boolean needsClass = metric.contains("Loc") || metric.endsWith("Cls");
        if (otherImages || needsClass) return Optional.empty(); // a fixed box names no class
        if (metric.equals("gtKnown")) return Optional.ofNullable(baselines.get(name + 50));
        Matcher m = AT_IOU.matcher(metric);
        return m.matches() ? Optional.ofNullable(baselines.get(name + m.group(2))) : Optional.empty();
    }

    private static int rank(String metric) {
        if (metric.startsWith(VALIDATION)) return 100 + rank(plain(metric));
        int exact = ORDER.indexOf(metric);
        if (exact >= 0) return exact;
        Matcher m = AT_IOU.matcher(metric);
        int at = m.matches() ? ORDER.indexOf(m.group(1)) : -1;
        return at >= 0 ? at : ORDER.size();
    }
}
