package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Leaderboards as text: every table says under which protocol and on which data its numbers were made. */
public final class BoardText {
    /** Heads of the usual columns, in order. */
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("maxBoxAcc50", "BOX50");
        COLUMNS.put("maxBoxAcc30", "BOX30");
        COLUMNS.put("maxBoxAcc70", "BOX70");
        COLUMNS.put("semanticMaxBoxAcc50", "SEM50");
        COLUMNS.put("top1Loc", "TOP1LOC");
        COLUMNS.put("top1Cls", "TOP1CLS");
    }

    private BoardText() {}

    /**
     * The answer of the board route.
     *
     * @param rows most rows of each board
     */
    static String ofAnswer(JsonNode answer, int rows) {
        var boards = of(answer.path("boards"), rows);
        var lines = new ArrayList<String>(List.of(boards));
        if (answer.path("boards").size() > 1) {
            lines.add("");
            lines.add(answer.path("boards").size() + " groups of results, each ranked in itself: numbers of different"
                    + " protocols or data are not comparable. Pick one:");
            for (var b : answer.path("boards"))
                lines.add(Table.printable("  --protocol "
                        + start(b.path("protocolDigest").asText()) + " --dataset "
                        + start(b.path("datasetDigest").asText()) + "   "
                        + b.path("protocol").asText() + " on "
                        + b.path("dataset").asText() + ", " + total(b) + " results"));
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** The given boards, each with at most so many rows. */
    public static String of(JsonNode boards, int rows) {
        var parts = new ArrayList<String>();
        for (var board : boards) parts.add(one(board, rows));
        return parts.isEmpty()
                ? "No results yet. Submit a job that evaluates: wsol train --help"
                : String.join(System.lineSeparator() + System.lineSeparator(), parts);
    }

    private static String one(JsonNode board, int most) {
        var lines = new ArrayList<String>();
        lines.add(Table.printable("Protocol " + board.path("protocol").asText() + " on "
                + board.path("dataset").asText() + " (" + board.path("split").asText() + ", data "
                + start(board.path("datasetDigest").asText()) + ")"));
        lines.add(
                "  " + Table.printable(board.path("canonical").asText().lines().collect(Collectors.joining(", "))));
        lines.add(table(board, most));
        int more = total(board) - Math.min(most, board.path("rows").size());
        if (more > 0) lines.add(more + " more rows, see --rows");
        lines.addAll(repeats(board));
        lines.addAll(baselines(board.path("baselines")));
        return String.join(System.lineSeparator(), lines);
    }

    /** A board made here has no total: its rows are all there are. */
    private static int total(JsonNode board) {
        return Math.max(board.path("total").asInt(), board.path("rows").size());
    }

    private static String table(JsonNode board, int most) {
        var main = board.path("rankedBy").asText("maxBoxAcc50");
        var metrics = new LinkedHashSet<String>(List.of(main));
        for (var name : COLUMNS.keySet())
            for (var r : board.path("rows")) if (r.path("metrics").has(name)) metrics.add(name);
        var head = new ArrayList<String>(List.of("#", "JOB", "ARCH", "LR", "SEED", "EPOCH"));
        metrics.forEach(m -> head.add(column(m)));
        head.add("THRESHOLD");
        var table = new Table(head.toArray(String[]::new));
        int shown = 0;
        for (var r : board.path("rows")) {
            if (++shown > most) break;
            var cells = new ArrayList<Object>(List.of(
                    r.path("rank").asInt(shown),
                    job(r),
                    Words.arch(r.path("arch").asText()),
                    Words.rate(r.path("lr").asDouble()),
                    r.path("seed").asText(),
                    r.path("epoch").asInt()));
            metrics.forEach(m -> cells.add(Words.percent(r.path("metrics").path(m))));
            cells.add(Words.number("%.3f", r.path("thresholds").path(main)));
            table.row(cells.toArray());
        }
        return table.toString();
    }

    private static String column(String metric) {
        return COLUMNS.getOrDefault(metric, metric.toUpperCase(Locale.ROOT));
    }

    private static String job(JsonNode row) {
        var train = row.path("trainJob").asText();
        return train.isEmpty() ? row.path("job").asText() : train;
    }

    /** Mean and interval over seeds: one run of a small model says little. */
    private static List<String> repeats(JsonNode board) {
        var lines = new ArrayList<String>();
        for (var r : board.path("repeats"))
            lines.add(Table.printable(repeat(r, board.path("rankedBy").asText())));
        return lines;
    }

    private static String repeat(JsonNode r, String main) {
        var sweep = r.path("sweepJob").asText();
        var setting = (sweep.isEmpty() ? "" : sweep + ", ")
                + Words.arch(r.path("arch").asText()) + " lr "
                + Words.rate(r.path("lr").asDouble());
        var parts = new ArrayList<String>();
        for (var metric : new LinkedHashSet<>(List.of(main, "top1Loc", "top1Cls"))) {
            var m = r.path("metrics").path(metric);
            if (m.isMissingNode()) continue;
            parts.add(String.format(
                    Locale.ROOT,
                    "%s %.1f (%.1f to %.1f)",
                    column(metric),
                    m.path("mean").asDouble(),
                    m.path("low").asDouble(),
                    m.path("high").asDouble()));
        }
        return setting + ", " + r.path("n").asInt() + " seeds, "
                + r.path("chosenBy").asText() + ", mean and 95 % interval: " + String.join(", ", parts);
    }

    private static List<String> baselines(JsonNode baselines) {
        var parts = new ArrayList<String>();
        baselines.properties().forEach(b -> parts.add(b.getKey() + " " + Words.percent(b.getValue())));
        return parts.isEmpty()
                ? List.of()
                : List.of("Baselines that look at no pixel: " + Table.printable(String.join(", ", parts)));
    }

    private static String start(String digest) {
        return digest.length() > 12 ? digest.substring(0, 12) : digest;
    }
}
