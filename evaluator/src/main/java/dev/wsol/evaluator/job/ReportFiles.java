package dev.wsol.evaluator.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.evaluator.job.CheckpointEvaluation.Scored;
import dev.wsol.evaluator.metric.Figure;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.metric.Tally;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** The files of an evaluation: result.json, curves.csv and per-image.csv.gz. */
final class ReportFiles {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportFiles() {}

    /** Everything a reader needs to compare this score with another: numbers, protocol, data, checkpoint. */
    static void result(Path file, List<EvaluationResult> results) throws IOException {
        Files.write(
                file,
                JSON.writeValueAsBytes(Map.of(
                        "results", results.stream().map(ReportFiles::tree).toList())));
    }

    private static Map<String, Object> tree(EvaluationResult r) {
        var out = new TreeMap<String, Object>();
        out.put("job", r.job().value());
        out.put("checkpoint", r.checkpoint());
        out.put("model", r.model());
        out.put("origin", r.origin());
        out.put("dataset", r.dataset());
        out.put("datasetDigest", r.datasetDigest());
        out.put("protocol", r.protocol());
        out.put("images", r.images());
        out.put("rejected", r.rejected());
        out.put("metrics", r.metrics());
        out.put("thresholds", r.thresholds());
        out.put("baselines", r.baselines());
        return out;
    }

    /** Accuracy over the score map threshold, one row a (protocol, map, figure, IoU, threshold). */
    static void curves(Path file, List<Scored> scored) throws IOException {
        try (var out = Files.newBufferedWriter(file)) {
            out.write("protocol,map,figure,iou,threshold,percent\n");
            for (var s : scored) {
                curves(out, s, "coupled", s.tallies().coupled());
                curves(out, s, "semantic", s.tallies().semantic());
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

    /** One row an image and protocol: classes, the box at the chosen threshold, how well it fits. 224-pixel units. */
    static void perImage(Path file, List<Scored> scored) throws IOException {
        try (var out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            out.write("protocol,image,label,predicted,top1,top5,iou,x0,y0,x1,y1,gt\n");
            for (var s : scored) for (var row : s.rows()) row(out, s, row);
        }
    }

    private static void row(Writer out, Scored s, ImageRow row) throws IOException {
        PixelBox box = box(s, row);
        out.write(String.join(
                        ",",
                        s.protocol().name(),
                        quoted(row.sample().id()),
                        String.valueOf(row.sample().label()),
                        String.valueOf(row.ranked()[0]),
                        row.classRight() ? "1" : "0",
                        row.classInTopFive() ? "1" : "0",
                        String.valueOf(box.bestIou(row.truth())),
                        box.x0() + "," + box.y0() + "," + box.x1() + "," + box.y1(),
                        quoted(row.truth().stream()
                                .map(t -> t.x0() + " " + t.y0() + " " + t.x1() + " " + t.y1())
                                .reduce((a, b) -> a + ";" + b)
                                .orElse("")))
                + "\n");
    }

    /** The box of an image at the protocol's threshold. */
    static PixelBox box(Scored s, ImageRow row) {
        return row.box(s.grid().level(s.boxThreshold(), row.peak()));
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
