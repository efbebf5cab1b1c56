package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Sweeps and what they would run, as text. */
final class SweepText {
    private SweepText() {}

    static String of(JsonNode sweep) {
        var lines = new ArrayList<String>();
        var search = sweep.path("search");
        lines.add(sweep.path("id").asText() + "  " + sweep.path("state").asText() + "  " + goal(search));
        lines.add(used(sweep));
        sweep.path("exhausted")
                .forEach(e -> lines.add("  budget " + e.path("budget").asText() + ": "
                        + e.path("why").asText()));
        lines.add(trials(sweep.path("trials")));
        paused(sweep, lines);
        rungs(sweep.path("rungs"), lines);
        repeats(sweep.path("repeats"), lines);
        best(sweep.path("best"), lines);
        bestOverSeeds(sweep, lines);
        return lines.stream()
                .map(SweepText::printable)
                .reduce((a, b) -> a + System.lineSeparator() + b)
                .orElse("");
    }

    /** What is looked for, and how. */
    static String goal(JsonNode search) {
        var goal = search.path("objective");
        return search.path("method").asText() + " for "
                + goal.path("goal").asText().replace("ise", "al") + " "
                + goal.path("metric").asText() + " under "
                + goal.path("protocol").asText().lines().findFirst().orElse("");
    }

    private static String printable(String text) {
        return String.join(
                System.lineSeparator(), text.lines().map(Table::printable).toList());
    }

    private static String used(JsonNode sweep) {
        var used = sweep.path("used");
        var limit = sweep.path("budget");
        return "  used: " + part(used.path("trials"), limit.path("trials"), "trials") + ", "
                + part(used.path("epochs"), limit.path("epochs"), "epochs") + ", "
                + Words.duration(Duration.ofSeconds(used.path("wallSeconds").asLong()))
                + (limit.has("wall")
                        ? " of "
                                + Words.duration(
                                        Duration.parse(limit.path("wall").asText()))
                        : "")
                + ", " + part(used.path("gpuSeconds"), limit.path("gpuSeconds"), "worker seconds");
    }

    private static String part(JsonNode used, JsonNode limit, String what) {
        return used.asText() + (limit.isMissingNode() ? "" : " of " + limit.asText()) + " " + what;
    }

    private static String trials(JsonNode trials) {
        var table = new Table("TRIAL", "STATE", "EPOCH", "VALUE", "SECONDS", "POINT");
        for (var t : trials)
            table.row(
                    t.path("trial").asInt(),
                    t.path("state").asText()
                            + (t.has("repeats")
                                    ? " (repeats " + t.path("repeats").asInt() + ")"
                                    : ""),
                    t.path("epoch").asInt(),
                    Words.number("%.2f", t.path("value")),
                    Words.number("%.0f", t.path("gpuSeconds")),
                    SweepStory.point(t.path("point")));
        return table.toString();
    }

    /** Why nothing goes on: the search waits for what a person keeps. */
    private static void paused(JsonNode sweep, List<String> lines) {
        if (!sweep.path("state").asText().equals("running")) return;
        if (elements(sweep.path("trials")).anyMatch(t -> List.of("running", "queued")
                .contains(t.path("state").asText()))) return;
        elements(sweep.path("trials"))
                .filter(t -> t.path("state").asText().equals("paused"))
                .forEach(t -> lines.add("it waits for trial " + t.path("trial").asInt()
                        + ", which somebody has paused: wsol resume "
                        + t.path("job").asText()));
    }

    private static void rungs(JsonNode rungs, List<String> lines) {
        for (var rung : rungs)
            lines.add("epoch " + rung.path("epoch").asInt() + ", best first: "
                    + String.join(
                            " ",
                            elements(rung.path("trials")).map(JsonNode::asText).toList()));
    }

    private static void repeats(JsonNode repeats, List<String> lines) {
        for (var r : repeats)
            lines.add(
                    "trial " + r.path("trial").asInt() + " over " + r.path("n").asInt() + " seeds: "
                            + Words.number("%.2f", r.path("mean")) + ", 95 % interval "
                            + Words.number("%.2f", r.path("low")) + " to " + Words.number("%.2f", r.path("high")));
    }

    private static void best(JsonNode best, List<String> lines) {
        if (best.isObject())
            lines.add("best: trial " + best.path("trial").asInt() + " with " + Words.number("%.2f", best.path("value"))
                    + " after epoch " + best.path("epoch").asInt() + " (" + SweepStory.point(best.path("point"))
                    + "), job "
                    + best.path("job").asText());
    }

    /** One run may have been lucky; where the best were run again, the mean has the last word. */
    private static void bestOverSeeds(JsonNode sweep, List<String> lines) {
        int sign = sweep.path("search").path("objective").path("goal").asText().equals("minimise") ? -1 : 1;
        elements(sweep.path("repeats"))
                .max(Comparator.comparingDouble(r -> sign * r.path("mean").asDouble()))
                .ifPresent(r -> elements(sweep.path("trials"))
                        .filter(t -> t.path("trial").asInt() == r.path("trial").asInt())
                        .forEach(t -> lines.add("best over seeds: trial "
                                + t.path("trial").asInt() + " with " + Words.number("%.2f", r.path("mean"))
                                + " on average (" + SweepStory.point(t.path("point")) + "), job "
                                + t.path("job").asText())));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** What a sweep would run. */
    static String preview(JsonNode p) {
        var lines = new ArrayList<String>();
        lines.add(p.path("method").asText() + ": " + p.path("trials").asInt() + " trials of at most "
                + p.path("epochsPerTrial").asInt() + " epochs, "
                + p.path("mostEpochs").asLong() + " epochs at the most");
        if (p.has("measuredAt")) lines.add("measured after epochs " + p.path("measuredAt"));
        var table = new Table("TRIAL", "UNTIL", "POINT", "MISTAKE");
        for (var t : p.path("known"))
            table.row(
                    t.path("trial").asInt(),
                    t.path("until").asInt(),
                    SweepStory.point(t.path("point")),
                    t.has("mistake") ? t.path("mistake").asText() : "");
        lines.add(table.toString());
        int known = p.path("known").size();
        if (known < p.path("trials").asInt())
            lines.add("the other " + (p.path("trials").asInt() - known) + " depend on what is measured");
        return lines.stream()
                .map(SweepText::printable)
                .reduce((a, b) -> a + System.lineSeparator() + b)
                .orElse("");
    }
}
