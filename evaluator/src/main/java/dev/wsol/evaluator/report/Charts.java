package dev.wsol.evaluator.report;

import static dev.wsol.evaluator.report.Numbers.pixel;

import dev.wsol.evaluator.metric.Outcome;
import dev.wsol.evaluator.result.Breakdown;
import dev.wsol.evaluator.result.Calibration;
import dev.wsol.evaluator.result.JudgedImage;
import dev.wsol.evaluator.result.PrecisionRecall;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Charts as SVG inside the page. Colours come from its style sheet, so that they follow light and dark. */
final class Charts {
    private static final Frame CURVES = new Frame(720, 340, 60, 118, 16, 44);
    private static final Frame BARS = new Frame(720, 240, 60, 12, 16, 44);
    private static final int BINS = 20;
    private static final int MARK = 4;

    private Charts() {}

    /** A plot area inside a picture; x runs from 0 to 1. Pixels. */
    private record Frame(int width, int height, int left, int right, int top, int bottom) {
        double x(double share) {
            return left + share * (width - left - right);
        }

        /** @param share of the full height, 0..1 */
        double y(double share) {
            return height - bottom - share * (height - top - bottom);
        }
    }

    /** Accuracy over threshold, one line an IoU level; the protocol's threshold is a dot, the oracle's a ring. */
    static void curves(Html html, String id, List<Calibration> curves) {
        begin(html, id, CURVES, "Accuracy over the score map threshold", describe(curves));
        percentAxis(html, CURVES, 100, 20);
        for (int tick = 0; tick <= 5; tick++)
            xTick(html, CURVES, tick / 5.0, String.format(Locale.ROOT, "%.1f", tick / 5.0));
        xTitle(html, CURVES, "score map threshold");
        for (int i = 0; i < curves.size(); i++) line(html, curves.get(i), i);
        html.close().line();
    }

    private static void line(Html html, Calibration curve, int number) {
        var series = "s" + number % 6;
        polyline(html, curve.validation(), "curve validation " + series);
        polyline(html, curve.curve(), "curve " + series);
        dot(html, curve.oracle(), curve.oraclePercent(), "oracle " + series, MARK + 2.5);
        dot(html, curve.chosen(), curve.chosenPercent(), "chosen " + series, MARK);
        double y = CURVES.y(1) + 12 + 22 * number;
        double x = CURVES.x(1) + 14;
        html.leaf(
                "line",
                "class",
                "curve " + series,
                "x1",
                pixel(x),
                "x2",
                pixel(x + 26),
                "y1",
                pixel(y - 4),
                "y2",
                pixel(y - 4));
        html.element("text", "IoU " + curve.iou(), "class", "label", "x", pixel(x + 34), "y", pixel(y));
    }

    private static void polyline(Html html, List<Calibration.Point> curve, String style) {
        if (curve.size() >= 2) polyline(html, curve.stream().map(p -> at(p.threshold(), p.percent())), style);
    }

    private static void polyline(Html html, Stream<String> points, String style) {
        html.leaf("polyline", "class", style, "points", points.collect(Collectors.joining(" ")));
    }

    /** @param percent 0..100 */
    private static String at(double share, double percent) {
        return pixel(CURVES.x(share)) + "," + pixel(CURVES.y(percent / 100));
    }

    /** Precision over recall, and as a faint line the precision of a map that says nothing. Percent. */
    static void precisionRecall(Html html, String id, List<PrecisionRecall> points, double chance) {
        var best = points.stream().max(Comparator.comparingDouble(Charts::f1)).orElseThrow();
        var says = "At threshold " + Numbers.threshold(best.threshold()) + " precision and recall balance best: "
                + Numbers.percent(best.precision()) + " and " + Numbers.percent(best.recall()) + " percent.";
        begin(html, id, CURVES, "Precision over recall of the pixels", says);
        percentAxis(html, CURVES, 100, 20);
        for (int tick = 0; tick <= 5; tick++) xTick(html, CURVES, tick / 5.0, 20 * tick + (tick == 5 ? " %" : ""));
        xTitle(html, CURVES, "recall");
        polyline(html, Stream.of(at(0, chance), at(1, chance)), "curve validation s0");
        polyline(html, points.stream().map(p -> at(p.recall() / 100, p.precision())), "curve s0");
        dot(html, best.recall() / 100, best.precision(), "chosen s0", MARK);
        var label = "threshold " + Numbers.threshold(best.threshold());
        double x = CURVES.x(best.recall() / 100) - 10;
        html.element(
                "text", label, "class", "tick end", "x", pixel(x), "y", pixel(CURVES.y(best.precision() / 100) + 18));
        html.close().line();
    }

    private static double f1(PrecisionRecall p) {
        return p.precision() + p.recall() == 0 ? 0 : p.precision() * p.recall() / (p.precision() + p.recall());
    }

    private static void dot(Html html, double threshold, double percent, String style, double radius) {
        html.leaf(
                "circle",
                "class",
                style,
                "cx",
                pixel(CURVES.x(threshold)),
                "cy",
                pixel(CURVES.y(percent / 100)),
                "r",
                pixel(radius));
    }

    private static String describe(List<Calibration> curves) {
        var text = new StringBuilder();
        for (var c : curves)
            text.append("IoU ")
                    .append(c.iou())
                    .append(": ")
                    .append(Numbers.percent(c.chosenPercent()))
                    .append(" percent at the protocol's threshold ")
                    .append(Numbers.threshold(c.chosen()))
                    .append(", at most ")
                    .append(Numbers.percent(c.oraclePercent()))
                    .append(" at ")
                    .append(Numbers.threshold(c.oracle()))
                    .append(". ");
        return text.toString().strip();
    }

    /** How many images have which IoU, in steps of 0.05; the levels are marked. */
    static void histogram(Html html, String id, List<JudgedImage> images, List<Integer> levels) {
        var counts = new int[BINS];
        for (var image : images) counts[(int) Math.min(BINS - 1, image.iou() * BINS)]++;
        double top = Math.max(1, Arrays.stream(counts).max().orElse(1)) / (double) Math.max(1, images.size());
        begin(html, id, BARS, "Images by IoU of their box", describe(counts));
        double step = top > .5 ? 20 : top > .2 ? 10 : top > .1 ? 5 : 2;
        double most = Math.ceil(top * 100 / step) * step;
        percentAxis(html, BARS, most, step);
        for (int tick = 0; tick <= 10; tick += 2)
            xTick(html, BARS, tick / 10.0, String.format(Locale.ROOT, "%.1f", tick / 10.0));
        xTitle(html, BARS, "IoU with the true box that fits best");
        for (int b = 0; b < BINS; b++) {
            double x = BARS.x(b / (double) BINS) + 1;
            double y = BARS.y(100.0 * counts[b] / Math.max(1, images.size()) / most);
            html.leaf(
                    "rect",
                    "class",
                    b >= BINS / 2 ? "bar fits" : "bar misses",
                    "x",
                    pixel(x),
                    "y",
                    pixel(y),
                    "width",
                    pixel(BARS.x(1.0 / BINS) - BARS.x(0) - 2),
                    "height",
                    pixel(BARS.y(0) - y));
        }
        for (int level : levels)
            html.leaf(
                    "line",
                    "class",
                    "level",
                    "x1",
                    pixel(BARS.x(level / 100.0)),
                    "x2",
                    pixel(BARS.x(level / 100.0)),
                    "y1",
                    pixel(BARS.y(1)),
                    "y2",
                    pixel(BARS.y(0)));
        html.close().line();
    }

    private static String describe(int[] counts) {
        int below = Arrays.stream(counts, 0, BINS / 2).sum();
        int above = Arrays.stream(counts, BINS / 2, BINS).sum();
        return below + " images below IoU 0.5, " + above + " at or above.";
    }

    /** All images as one bar, split by outcome. */
    static void outcomes(Html html, String id, Breakdown counts) {
        html.open(
                        "svg",
                        "class",
                        "stack",
                        "role",
                        "img",
                        "aria-labelledby",
                        id,
                        "viewBox",
                        "0 0 1000 40",
                        "preserveAspectRatio",
                        "none")
                .element("title", "Images by outcome, in the proportions of the table below", "id", id);
        double from = 0;
        for (var outcome : Outcome.values()) {
            double width = 10 * counts.percent(outcome);
            html.leaf(
                    "rect",
                    "class",
                    "o-" + OutcomeText.key(outcome),
                    "x",
                    pixel(from),
                    "y",
                    "0",
                    "width",
                    pixel(Math.max(0, width - (width > 4 ? 2 : 0))),
                    "height",
                    "40");
            from += width;
        }
        html.close().line();
    }

    private static void begin(Html html, String id, Frame f, String title, String description) {
        html.open(
                        "svg",
                        "class",
                        "chart",
                        "role",
                        "img",
                        "aria-labelledby",
                        id + "-t " + id + "-d",
                        "viewBox",
                        "0 0 " + f.width + " " + f.height)
                .element("title", title, "id", id + "-t")
                .element("desc", description, "id", id + "-d");
    }

    private static void percentAxis(Html html, Frame f, double most, double step) {
        for (double p = 0; p <= most; p += step) {
            var y = pixel(f.y(p / most));
            html.leaf("line", "class", "grid", "x1", pixel(f.x(0)), "x2", pixel(f.x(1)), "y1", y, "y2", y);
            html.element(
                    "text",
                    (int) p + (p + step > most ? " %" : ""),
                    "class",
                    "tick end",
                    "x",
                    pixel(f.x(0) - 8),
                    "y",
                    pixel(f.y(p / most) + 4));
        }
    }

    private static void xTick(Html html, Frame f, double share, String text) {
        html.element("text", text, "class", "tick middle", "x", pixel(f.x(share)), "y", pixel(f.y(0) + 18));
    }

    private static void xTitle(Html html, Frame f, String text) {
        html.element("text", text, "class", "axis middle", "x", pixel(f.x(.5)), "y", pixel(f.height - 6));
    }
}
