package dev.wsol.evaluator.job;

import dev.wsol.evaluator.job.CheckpointEvaluation.Scored;
import dev.wsol.evaluator.metric.Figure;
import dev.wsol.evaluator.metric.Tally;
import dev.wsol.evaluator.result.Breakdown;
import dev.wsol.evaluator.result.JudgedImage;
import dev.wsol.vision.dataset.Split;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** The tables of an evaluation: curves.csv, per-image.csv.gz and rejected.csv. */
final class ReportFiles {
    private ReportFiles() {}

    /** Accuracy over the score map threshold, one row a (protocol, map, figure, IoU, threshold). */
    static void curves(Path file, List<Scored> scored) throws IOException {
        try (var out = Files.newBufferedWriter(file)) {
            out.write("protocol,map,figure,iou,threshold,percent\n");
            for (var s : scored) {
                curves(out, s, "coupled", s.tallies().coupled());
                curves(out, s, "semantic", s.tallies().semantic());
                pixels(out, s);
            }
        }
    }

    private static void curves(BufferedWriter out, Scored s, String map, Tally tally) throws IOException {
        for (var figure : tally.boxes().keySet()) {
            if (map.equals("semantic") && figure != Figure.GT_KNOWN) continue;
            for (int iou : tally.ious()) {
                var counts = tally.of(figure, iou);
                for (int i = 0; i < counts.thresholds(); i++)
                    out.write(String.join(
                                    ",",
                                    s.protocol().name(),
                                    map,
                                    figure.name().toLowerCase(Locale.ROOT),
                                    String.valueOf(iou),
                                    String.valueOf(s.grid().value(i)),
                                    String.valueOf(counts.percent(i)))
                            + "\n");
            }
        }
    }

    /** Two rows a threshold; there is no IoU level. */
    private static void pixels(BufferedWriter out, Scored s) throws IOException {
        for (var p : s.findings().pixels())
            for (var row : List.of(
                    "pixel_recall,," + p.threshold() + "," + p.recall(),
                    "pixel_precision,," + p.threshold() + "," + p.precision()))
                out.write(s.protocol().name() + ",coupled," + row + "\n");
    }

    /** One row an image and protocol: classes, the box at the chosen threshold, how well it fits. Score map pixels. */
    static void perImage(Path file, List<Scored> scored) throws IOException {
        try (var out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            out.write("protocol,image,label,predicted,top1,top5,iou,x0,y0,x1,y1,gt,gtKnownIou,outcome\n");
            for (var s : scored)
                for (var image : s.findings().images()) row(out, s.protocol().name(), image);
        }
    }

    private static void row(Writer out, String protocol, JudgedImage image) throws IOException {
        var box = image.box();
        out.write(String.join(
                        ",",
                        protocol,
                        quoted(image.id()),
                        String.valueOf(image.label()),
                        String.valueOf(image.predicted()),
                        image.classRight() ? "1" : "0",
                        image.ranked().contains(image.label()) ? "1" : "0",
                        String.valueOf(image.iou()),
                        box.x0() + "," + box.y0() + "," + box.x1() + "," + box.y1(),
                        quoted(image.truth().stream()
                                .map(t -> t.x0() + " " + t.y0() + " " + t.x1() + " " + t.y1())
                                .reduce((a, b) -> a + ";" + b)
                                .orElse("")),
                        String.valueOf(image.gtKnownIou()),
                        Breakdown.name(image.outcome()))
                + "\n");
    }

    /** Images that could not be used, one row each, also those that only a threshold was to be chosen on; only a header if there are none. */
    static void rejected(Path file, List<Scored> scored, Function<Split, SplitImages> images) throws IOException {
        var rows = new TreeSet<String>(); // protocols share their splits
        for (var s : scored)
            s.leftOut().forEach((split, all) -> {
                var listed = images.apply(split);
                for (var out : all)
                    rows.add(quoted(listed.sample(out.index()).id()) + "," + ProtocolScorer.name(split) + ","
                            + quoted(out.reason()));
            });
        try (var out = Files.newBufferedWriter(file)) {
            out.write("image,split,reason\n");
            for (var row : rows) out.write(row + "\n");
        }
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
