package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Leaderboards as text: every table says under which protocol and on which data its numbers were made. */
public final class BoardText {
    private BoardText() {}

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
        if (board.path("rows").size() > most) lines.add((board.path("rows").size() - most) + " more rows, see --rows");
        lines.addAll(repeats(board));
        lines.addAll(baselines(board.path("baselines")));
        return String.join(System.lineSeparator(), lines);
    }

    private static String table(JsonNode board, int most) {
        var table = new Table(
                "#",
                "JOB",
                "ARCH",
                "LR",
                "SEED",
                "EPOCH",
                "BOX50",
                "BOX30",
                "BOX70",
                "SEM50",
                "TOP1LOC",
                "TOP1CLS",
                "THRESHOLD");
        int shown = 0;
        for (var r : board.path("rows")) {
            if (++shown > most) break;
            var m = r.path("metrics");
            table.row(
                    r.path("rank").asInt(shown),
                    job(r),
                    Words.arch(r.path("arch").asText()),
                    Words.rate(r.path("lr").asDouble()),
                    r.path("seed").asText(),
                    r.path("epoch").asInt(),
                    Words.percent(m.path("maxBoxAcc50")),
                    Words.percent(m.path("maxBoxAcc30")),
                    Words.percent(m.path("maxBoxAcc70")),
                    Words.percent(m.path("semanticMaxBoxAcc50")),
                    Words.percent(m.path("top1Loc")),
                    Words.percent(m.path("top1Cls")),
                    Words.number("%.3f", r.path("thresholds").path("maxBoxAcc50")));
        }
        return table.toString();
    }

    private static String job(JsonNode row) {
        var train = row.path("trainJob").asText();
        return train.isEmpty() ? row.path("job").asText() : train;
    }

    /** Mean and range over seeds, of each setting's latest epoch: one run of a small model says little. */
    private static List<String> repeats(JsonNode board) {
        Map<String, Map<String, JsonNode>> settings = new LinkedHashMap<>();
        for (var r : board.path("rows")) {
            var sweep = r.path("sweepJob").asText();
            var setting = (sweep.isEmpty() ? "" : sweep + ", ")
                    + Words.arch(r.path("arch").asText()) + " lr "
                    + Words.rate(r.path("lr").asDouble());
            settings.computeIfAbsent(setting, s -> new LinkedHashMap<>())
                    .merge(
                            r.path("seed").asText(),
                            r,
                            (a, b) -> b.path("epoch").asInt() > a.path("epoch").asInt() ? b : a);
        }
        var lines = new ArrayList<String>();
        settings.forEach((setting, bySeed) -> {
            if (bySeed.size() > 1) lines.add(repeat(setting, List.copyOf(bySeed.values())));
        });
        return lines;
    }

    private static String repeat(String setting, List<JsonNode> rows) {
        var values = rows.stream()
                .map(r -> r.path("metrics").path("maxBoxAcc50"))
                .filter(JsonNode::isNumber)
                .mapToDouble(JsonNode::asDouble)
                .summaryStatistics();
        if (values.getCount() == 0) return setting + ": no number";
        return String.format(
                Locale.ROOT,
                "%s, %d seeds (epoch %s): MaxBoxAcc50 mean %.1f, from %.1f to %.1f",
                setting,
                values.getCount(),
                rows.stream().map(r -> r.path("epoch").asText()).distinct().collect(Collectors.joining(", ")),
                values.getAverage(),
                values.getMin(),
                values.getMax());
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
