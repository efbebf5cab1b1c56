package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Gauge;
import dev.wsol.infra.cli.terminal.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** One job as a watcher sees it. */
final class Run {
    final String id;
    final String name;
    final boolean training;
    boolean running;
    boolean ended;
    Instant endedAt = Instant.EPOCH;
    private double share;
    private double shareAtStart = -1;
    private Instant start;
    private Instant last;
    private String facts = "";

    /** @param name what stands before the bar */
    Run(String id, String name, boolean training) {
        this.id = id;
        this.name = Table.printable(name);
        this.training = training;
    }

    double share() {
        return ended ? 1 : share;
    }

    void granted(Instant at) {
        running = true;
        start = at;
        shareAtStart = -1;
        facts = "starting";
    }

    void stopped() {
        running = false;
    }

    /** @param at null for unknown */
    void end(Instant at) {
        running = false;
        ended = true;
        endedAt = at == null ? Instant.EPOCH : at;
    }

    /** An ended job that is opened again goes on where it stood. */
    void reopened() {
        ended = false;
    }

    /** @param p fields of a training step or of an evaluation */
    void progress(JsonNode p, Instant at) {
        running = !ended;
        last = at;
        if (p.has("imagesTotal")) evaluating(p);
        else training(p);
        if (shareAtStart < 0) {
            shareAtStart = share;
            start = at;
        }
    }

    private void training(JsonNode p) {
        double steps = Math.max(1, p.path("stepsPerEpoch").asInt(1));
        double epochs = Math.max(1, p.path("epochs").asInt(1));
        share = (p.path("epoch").asInt(1) - 1 + p.path("step").asInt(0) / steps) / epochs;
        facts = String.format(
                Locale.ROOT,
                "epoch %d/%d  loss %.3f  %.0f images/s",
                p.path("epoch").asInt(),
                p.path("epochs").asInt(),
                p.path("loss").asDouble(),
                p.path("imagesPerSecond").asDouble());
    }

    private void evaluating(JsonNode p) {
        share = p.path("imagesDone").asDouble()
                / Math.max(1, p.path("imagesTotal").asDouble());
        facts = String.format(
                Locale.ROOT,
                "%d/%d images  %.0f images/s",
                p.path("imagesDone").asInt(),
                p.path("imagesTotal").asInt(),
                p.path("imagesPerSecond").asDouble());
    }

    /** An epoch's end is progress too, also when no step was seen. */
    void epochDone(JsonNode report) {
        share = report.path("epoch").asDouble()
                / Math.max(1, report.path("epochs").asDouble());
    }

    Gauge gauge() {
        return new Gauge(name, share, facts + eta());
    }

    private String eta() {
        if (start == null || last == null || shareAtStart < 0 || share - shareAtStart < 0.005) return "";
        double passed = Duration.between(start, last).toMillis();
        long left = (long) (passed * (1 - share) / (share - shareAtStart));
        return "  ETA " + Words.duration(Duration.ofMillis(left));
    }
}
