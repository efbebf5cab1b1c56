package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Table;
import java.util.Locale;
import java.util.StringJoiner;

/** Benchmark rules as text. */
final class BenchmarkText {
    private BenchmarkText() {}

    static String line(JsonNode rule) {
        var on = new StringJoiner(" and ");
        rule.path("on").forEach(m -> on.add(m.asText()));
        var protocols = new StringJoiner(", ");
        rule.path("protocols").forEach(p -> protocols.add(name(p.asText())));
        return Table.printable(rule.path("name").asText() + "  " + (on.length() == 0 ? "every checkpoint" : on) + "  "
                + protocols + " on " + rule.path("data").path("path").asText() + "  queue "
                + rule.path("queue").asText());
    }

    static String full(JsonNode rule) {
        var out = new StringJoiner(System.lineSeparator());
        out.add(line(rule));
        for (var e : rule.path("evaluations")) {
            var from = e.path("trainJob").asText();
            out.add(Table.printable(
                    "  " + e.path("job").asText() + "  " + e.path("state").asText() + "  "
                            + Words.arch(e.path("arch").asText()) + "  "
                            + (from.isEmpty() ? e.path("source").asText() : from)));
        }
        for (var r : rule.path("regressions"))
            out.add(Table.printable(String.format(
                    Locale.ROOT,
                    "  regression  %s  %s  %s %.2f, expected at least %.2f (%s)",
                    r.path("at").asText(),
                    r.path("job").asText(),
                    r.path("metric").asText(),
                    r.path("value").asDouble(),
                    r.path("reference").asDouble() - r.path("allowed").asDouble(),
                    r.path("basis").asText())));
        return out.toString();
    }

    /** A protocol of one's own travels as its whole text. */
    private static String name(String protocol) {
        return protocol.startsWith("name=")
                ? protocol.lines().findFirst().orElseThrow().substring(5)
                : protocol;
    }
}
