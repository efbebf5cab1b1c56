package dev.wsol.evaluator.draw;

import java.util.List;
import java.util.Locale;

/** Accuracy over threshold and the like, as SVG text: percent from 0 to 100 over a range of x. */
public final class LineChart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int LEFT = 56;
    private static final int TOP = 36;
    private static final int RIGHT = 130;
    private static final int BOTTOM = 48;
    private static final List<String> COLOURS =
            List.of("#1f6feb", "#d1242f", "#1a7f37", "#9a6700", "#8250df", "#57606a");

    private LineChart() {}

    /**
     * One line; x must rise.
     *
     * @param name shown beside the line's end
     * @param x as many as y, at least one
     * @param percent 0..100
     */
    public record Line(String name, double[] x, double[] percent) {
        public Line {
            x = x.clone();
            percent = percent.clone();
            if (x.length == 0 || x.length != percent.length)
                throw new IllegalArgumentException(name + ": " + x.length + " x and " + percent.length + " y values");
        }
    }

    /** A chart with x from 0 to the largest x given. */
    public static String svg(String title, String xLabel, List<Line> lines) {
        double most = lines.stream().mapToDouble(l -> l.x[l.x.length - 1]).max().orElse(1);
        double span = most > 0 ? most : 1;
        var svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH,
                HEIGHT);
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        add(svg, "<text x=\"%d\" y=\"20\" font-size=\"14\">%s</text>", LEFT, escaped(title));
        axes(svg, xLabel, span);
        for (int i = 0; i < lines.size(); i++) line(svg, lines.get(i), COLOURS.get(i % COLOURS.size()), span, i);
        return svg.append("</svg>\n").toString();
    }

    private static void axes(StringBuilder svg, String xLabel, double span) {
        for (int tick = 0; tick <= 5; tick++) {
            double y = y(tick * 20);
            double x = x(span * tick / 5, span);
            add(svg, "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, WIDTH - RIGHT, y, y);
            add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d</text>", LEFT - 8, y + 4, tick * 20);
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.2f</text>",
                    x,
                    HEIGHT - BOTTOM + 18,
                    span * tick / 5);
        }
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 10,
                escaped(xLabel));
        add(svg, "<text x=\"12\" y=\"%d\">%%</text>", TOP + 4);
    }

    private static void line(StringBuilder svg, Line line, String colour, double span, int row) {
        var points = new StringBuilder();
        for (int i = 0; i < line.x.length; i++)
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(line.x[i], span), y(line.percent[i])));
        add(
                svg,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>",
                colour,
                points.toString().strip());
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
                WIDTH - RIGHT + 10,
                TOP + 12 + 18 * row,
                colour,
                escaped(line.name));
    }

    private static double x(double value, double span) {
        return LEFT + value / span * (WIDTH - RIGHT - LEFT);
    }

    private static double y(double percent) {
        return HEIGHT - BOTTOM - percent / 100 * (HEIGHT - BOTTOM - TOP);
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
