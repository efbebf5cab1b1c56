package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Table;

/** How far a job is, what it waits for, or what came of it, in a few words: whoever lists jobs need not open each. */
final class Standing {
    private static final int LONGEST_FAILURE = 80;

    private Standing() {}

    /** Null where there is nothing to say. */
    static String of(JsonNode job) {
        if (job.path("waitsFor").isObject())
            return job.path("waitsFor").path("text").asText();
        return switch (job.path("state").asText()) {
            case "failed" -> failed(job.path("failure"));
            case "cancelled" -> cancelled(JobText.cancelled(job.path("cancelled")));
            case "finished" -> finished(job);
            default -> underWay(job);
        };
    }

    private static String failed(JsonNode failure) {
        if (!failure.isObject()) return null;
        var text = Table.printable(
                failure.path("code").asText() + ": " + failure.path("message").asText());
        return text.length() <= LONGEST_FAILURE ? text : text.substring(0, LONGEST_FAILURE - 3) + "...";
    }

    private static String cancelled(String why) {
        return why.isEmpty() ? null : "cancelled " + why;
    }

    private static String finished(JsonNode job) {
        if (!job.path("results").isEmpty()) return scored(job.path("results").path(0));
        var checkpoints = job.path("checkpoints");
        if (checkpoints.isEmpty()) return null;
        int epochs = checkpoints.path(checkpoints.size() - 1).path("epoch").asInt();
        return epochs + (epochs == 1 ? " epoch" : " epochs") + best(job.path("chosen"));
    }

    private static String scored(JsonNode result) {
        var metrics = result.path("metrics");
        var text = result.path("protocol").asText();
        if (metrics.has("gtKnown")) text += " GT-known " + Words.percent(metrics.path("gtKnown"));
        if (metrics.has("top1Loc")) text += " Top-1 Loc " + Words.percent(metrics.path("top1Loc"));
        return text;
    }

    private static String best(JsonNode chosen) {
        if (!chosen.path("percent").isNumber()) return "";
        return ", best after " + chosen.path("checkpoint").path("epoch").asInt() + ": "
                + Words.percent(chosen.path("percent")) + " % "
                + chosen.path("rule").asText();
    }

    private static String underWay(JsonNode job) {
        var p = job.path("progress");
        if (job.path("pausing").asBoolean()) return "pausing";
        if (job.hasNonNull("waiting")) return job.path("waiting").asText();
        if (!p.isObject()) return null;
        if (p.path("phase").asText().equals("evaluate"))
            return p.path("imagesDone").asText() + "/" + p.path("imagesTotal").asText() + " images";
        return "epoch " + p.path("epoch").asText() + "/" + p.path("epochs").asText() + " loss "
                + Words.number("%.3f", p.path("loss"));
    }
}
