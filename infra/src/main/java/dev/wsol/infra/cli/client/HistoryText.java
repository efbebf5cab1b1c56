package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Table;

/** How the best number of a board rose. */
final class HistoryText {
    private HistoryText() {}

    /** @param board with its history */
    static String of(JsonNode board) {
        var out = new StringBuilder(System.lineSeparator() + "Best so far, "
                + board.path("protocol").asText() + " on "
                + board.path("dataset").asText() + ", by "
                + board.path("rankedBy").asText() + ":");
        for (var step : board.path("history"))
            out.append(System.lineSeparator())
                    .append("  ")
                    .append(step.path("at").asText())
                    .append("  ")
                    .append(Words.percent(step.path("value")))
                    .append("  ")
                    .append(Words.arch(step.path("arch").asText()))
                    .append("  ")
                    .append(by(step))
                    .append("  ")
                    .append(
                            step.path("sha256").asText(),
                            0,
                            Math.min(12, step.path("sha256").asText().length()));
        return Table.printable(out.toString());
    }

    private static String by(JsonNode step) {
        var job = step.path("trainJob").asText();
        return job.isEmpty()
                ? step.path("source").asText("-")
                : job + " epoch " + step.path("epoch").asInt();
    }
}
