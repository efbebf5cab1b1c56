package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Jobs as text. */
final class JobText {
    private JobText() {}

    static int exitCode(JsonNode job) {
        var state = job.path("state").asText();
        return state.equals("failed") || state.equals("cancelled") ? Exit.FAILED : Exit.OK;
    }

    /** Id and state, and for a failure why. */
    static String line(JsonNode job) {
        var text = job.path("id").asText() + "  " + job.path("state").asText();
        var failure = job.path("failure");
        if (job.path("pausing").asBoolean()) text += "  pausing: its worker is saving it";
        if (!cancelled(job.path("cancelled")).isEmpty()) text += "  " + cancelled(job.path("cancelled"));
        if (failure.isObject() && !job.path("state").asText().equals("cancelled"))
            text += "  " + failure.path("code").asText() + ": "
                    + failure.path("message").asText();
        return Table.printable(text);
    }

    /** By whom, and why, as far as it was said. */
    static String cancelled(JsonNode c) {
        var by = c.path("by").asText("");
        var reason = c.path("reason").asText("");
        var text = by.isEmpty() ? "" : "by " + by;
        return text + (text.isEmpty() || reason.isEmpty() ? "" : ": ") + reason;
    }

    static String table(JsonNode jobs, Instant now) {
        var table = new Table("ID", "KIND", "STATE", "ARCH", "LR", "SEED", "PROGRESS", "AGE");
        for (var job : jobs)
            table.row(
                    job.path("id").asText(),
                    job.path("kind").asText(),
                    job.path("state").asText(),
                    job.hasNonNull("arch") ? Words.arch(job.path("arch").asText()) : null,
                    job.path("lr").isNumber() ? Words.roughRate(job.path("lr").asDouble()) : null,
                    job.hasNonNull("seed") ? job.path("seed").asText() : null,
                    Standing.of(job),
                    age(job, now));
        return table.toString();
    }

    private static String age(JsonNode job, Instant now) {
        var since = Words.instant(job.path("submittedAt"));
        return since == null ? null : Words.duration(Duration.between(since, now));
    }

    /** Everything worth knowing about one job, several lines. */
    static String details(JsonNode job) {
        var lines = new ArrayList<String>();
        lines.add(line(job));
        facts(job, lines);
        epochs(job.path("epochs"), lines);
        checkpoints(job.path("checkpoints"), lines);
        chosen(job.path("chosen"), lines);
        results(job.path("results"), lines);
        if (!job.path("children").isEmpty()) {
            lines.add("children:");
            job.path("children").forEach(c -> lines.add("  " + Table.printable(c.asText())));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void facts(JsonNode job, List<String> lines) {
        for (var name : new String[] {
            "kind",
            "owner",
            "arch",
            "lr",
            "seed",
            "queue",
            "parent",
            "worker",
            "waiting",
            "submittedAt",
            "startedAt",
            "endedAt"
        }) {
            boolean said = name.equals("waiting") && job.path("waitsFor").isObject(); // below, in better words
            if (job.hasNonNull(name) && !said)
                lines.add("  " + name + ": " + Table.printable(job.path(name).asText()));
        }
        if (job.path("failures").asInt() > 0)
            lines.add("  failures: " + job.path("failures").asInt());
        if (job.path("leasesLost").asInt() > 0)
            lines.add("  workers lost: " + job.path("leasesLost").asInt());
        if (job.path("waitsFor").isObject())
            lines.add("  waits for: "
                    + Table.printable(job.path("waitsFor").path("text").asText()));
        if (job.path("preemptions").asInt() > 0)
            lines.add("  given back: " + job.path("preemptions").asInt());
        if (job.path("progress").isObject()) lines.add("  progress: " + Standing.of(job));
    }

    private static void epochs(JsonNode epochs, List<String> lines) {
        if (epochs.isEmpty()) return;
        var table = new Table("EPOCH", "LOSS", "TOP-1", "IMAGES/S", "SECONDS");
        for (var e : epochs)
            table.row(
                    e.path("epoch").asInt(),
                    Words.number("%.4f", e.path("loss")),
                    Words.percent(e.path("top1")),
                    Words.number("%.0f", e.path("imagesPerSecond")),
                    Words.number("%.1f", e.path("seconds")));
        lines.add(table.toString());
    }

    private static void checkpoints(JsonNode checkpoints, List<String> lines) {
        if (checkpoints.isEmpty()) return;
        var table = new Table("EPOCH", "CHECKPOINT", "SHA256");
        for (var c : checkpoints)
            table.row(
                    c.path("epoch").asInt(),
                    c.path("uri").asText(),
                    c.path("sha256").asText());
        lines.add(table.toString());
    }

    private static void chosen(JsonNode chosen, List<String> lines) {
        if (!chosen.isObject()) return;
        var number = chosen.path("percent").isNumber() ? ": " + Words.percent(chosen.path("percent")) + " %" : "";
        lines.add("chosen: epoch " + chosen.path("checkpoint").path("epoch").asInt() + " of "
                + chosen.path("among").asInt() + ", by "
                + Table.printable(chosen.path("rule").asText()) + number);
    }

    private static void results(JsonNode results, List<String> lines) {
        for (var r : results) {
            lines.add(Table.printable("protocol " + r.path("protocol").asText() + " on "
                    + r.path("split").asText() + ", " + r.path("images").asInt() + " images; report "
                    + r.path("reportUri").asText()));
            var table = new Table("METRIC", "PERCENT", "THRESHOLD");
            r.path("metrics")
                    .properties()
                    .forEach(m -> table.row(
                            m.getKey(),
                            Words.percent(m.getValue()),
                            Words.number("%.3f", r.path("thresholds").path(m.getKey()))));
            r.path("baselines")
                    .properties()
                    .forEach(b -> table.row("baseline " + b.getKey(), Words.percent(b.getValue()), null));
            lines.add(table.toString());
        }
    }
}
