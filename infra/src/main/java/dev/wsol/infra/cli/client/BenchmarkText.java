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

    /** The rule and, where it was told to look at them, what it made of the checkpoints that were there before. */
    static String made(JsonNode rule) {
        var b = rule.path("existing");
        return line(rule) + (b.isMissingNode() ? "" : System.lineSeparator() + "  " + existing(b));
    }

    private static String existing(JsonNode b) {
        int left = b.path("known").asInt() - b.path("looked").asInt();
        int matched = b.path("matched").asInt();
        return String.format(
                Locale.ROOT,
                "existing checkpoints: %d, %d fit, %d evaluations made; %s",
                b.path("known").asInt(),
                matched,
                b.path("made").asInt(),
                left > 0
                        ? left + " still to be looked at"
                        : matched - b.path("made").asInt() + " were evaluated or under way already");
    }

    static String full(JsonNode rule) {
        var out = new StringJoiner(System.lineSeparator());
        out.add(made(rule));
        for (var e : rule.path("evaluations")) {
            var from = e.path("trainJob").asText();
            out.add(Table.printable(
                    "  " + e.path("job").asText() + "  " + e.path("state").asText() + "  "
                            + Words.arch(e.path("arch").asText()) + "  "
                            + (from.isEmpty() ? e.path("source").asText() : from)));
        }
        int more = rule.path("total").asInt() - rule.path("evaluations").size();
        if (more > 0) out.add("  and " + more + " older evaluations (--all)");
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
