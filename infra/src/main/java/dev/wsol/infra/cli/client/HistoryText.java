package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Table;
import java.util.StringJoiner;

/** How the best number of a board rose. */
final class HistoryText {
    private static final int DIGITS = 12;

    private HistoryText() {}

    /** @param board with its history */
    static String of(JsonNode board) {
        var lines = new StringJoiner(System.lineSeparator(), System.lineSeparator(), "");
        lines.add(Table.printable("Best so far, " + board.path("protocol").asText() + " on "
                + board.path("dataset").asText() + ", by "
                + board.path("rankedBy").asText() + ":"));
        for (var step : board.path("history"))
            lines.add(Table.printable(String.join(
                    "  ",
                    "",
                    step.path("at").asText(),
                    Words.percent(step.path("value")),
                    Words.arch(step.path("arch").asText()),
                    by(step),
                    digest(step))));
        return lines.toString();
    }

    private static String by(JsonNode step) {
        var job = step.path("trainJob").asText();
        var source = step.path("source").asText();
        return !job.isEmpty() ? job + " epoch " + step.path("epoch").asInt() : source.isEmpty() ? "-" : source;
    }

    private static String digest(JsonNode step) {
        var sha = step.path("sha256").asText();
        return sha.substring(0, Math.min(DIGITS, sha.length()));
    }
}
