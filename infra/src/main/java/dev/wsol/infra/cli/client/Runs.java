package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Gauge;
import dev.wsol.infra.cli.terminal.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All jobs below one root, folded from the coordinator's events. An event seen twice changes nothing. */
final class Runs {
    /** Guessed share of evaluation in all the work, for the bar that shows it together. */
    private static final double EVALUATION = 0.15;

    private final String root;
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private boolean search;
    private int planned;
    private Instant firstProgress;
    private Instant lastSeen;

    /** @param root id of the job that is watched; empty for all jobs */
    Runs(String root) {
        this.root = root;
    }

    /** @return a line worth saying, if any */
    Optional<String> apply(String type, JsonNode e) {
        var at = Words.instant(e.path("at"));
        if (at != null) lastSeen = at;
        var id = e.path("job").asText();
        if (type.equals("Submitted")) return submitted(id, e);
        var run = runs.computeIfAbsent(id, i -> new Run(i, shortName(i), !i.endsWith("-eval")));
        return switch (type) {
            case "Progress" -> progress(run, part(e, "body"), at);
            case "LeaseGranted" -> granted(run, at);
            case "Queued" -> queued(run, e);
            case "Paused" -> paused(run, e);
            case "Held" -> held(run);
            case "Reopened" -> reopened(run);
            case "EpochDone" -> epochDone(run, part(e, "report"));
            case "Scored" -> scored(run, part(e, "result"));
            case "RetryPlanned" -> retry(run, e);
            case "LeaseLost" -> lost(run, e);
            case "Finished", "Failed", "Cancelled" -> ended(run, type, e);
            default -> Optional.empty();
        };
    }

    boolean rootEnded() {
        return rootEndedAt().isPresent();
    }

    /** When the watched job ended, as far as it was told; the epoch where no time was. */
    Optional<Instant> rootEndedAt() {
        var run = runs.get(root);
        return run == null || !run.ended ? Optional.empty() : Optional.of(run.endedAt);
    }

    /** What runs now, then all of it together. */
    List<Gauge> gauges() {
        var gauges = new ArrayList<Gauge>();
        runs.values().stream().filter(r -> r.running).map(Run::gauge).forEach(gauges::add);
        if (parts().size() > 1) gauges.add(overall());
        return gauges;
    }

    private Gauge overall() {
        var parts = parts();
        var trains = parts.stream().filter(r -> r.training).toList();
        var evaluations = parts.stream().filter(r -> !r.training).toList();
        int all = Math.max(trains.size(), planned);
        double share = all == 0 ? 1 : trains.stream().mapToDouble(Run::share).sum() / all;
        double scored = evaluations.stream().mapToDouble(Run::share).average().orElse(1);
        if (!evaluations.isEmpty()) share *= 1 - EVALUATION + EVALUATION * scored;
        var facts = done(trains) + "/" + all + " trained";
        if (!evaluations.isEmpty()) facts += "  " + done(evaluations) + "/" + evaluations.size() + " evaluated";
        return new Gauge("all", share, search ? facts : facts + eta(share)); // a search brings more, or stops some
    }

    private String eta(double share) {
        if (firstProgress == null || share < 0.02 || share >= 1) return "";
        double passed = Duration.between(firstProgress, lastSeen).toMillis();
        return "  ETA " + Words.duration(Duration.ofMillis((long) (passed * (1 - share) / share)));
    }

    private static long done(List<Run> runs) {
        return runs.stream().filter(r -> r.ended).count();
    }

    /** The jobs that do something themselves: a sweep only has children. */
    private List<Run> parts() {
        return runs.values().stream()
                .filter(r -> runs.size() == 1 || !isSweep(r.id))
                .toList();
    }

    private boolean isSweep(String id) {
        return runs.keySet().stream().anyMatch(o -> o.matches(java.util.regex.Pattern.quote(id) + "-t[0-9]+"));
    }

    private Optional<String> submitted(String id, JsonNode e) {
        var spec = e.path("spec");
        search |= spec.has("search");
        planned = Math.max(planned, spec.at("/search/budget/trials").asInt());
        boolean evaluation = "evaluate".equals(spec.path("kind").asText()) || id.endsWith("-eval");
        runs.computeIfAbsent(id, i -> new Run(i, label(i, spec, evaluation), !evaluation));
        return Optional.empty();
    }

    private String label(String id, JsonNode spec, boolean evaluation) {
        var model = spec.path("model");
        var arch = Words.arch(
                model.isTextual() ? model.asText() : model.path("arch").asText());
        if (evaluation || arch.isEmpty() || spec.has("grid") || spec.has("search")) return shortName(id);
        var recipe = spec.path("recipe");
        return shortName(id) + " " + arch + " lr "
                + Words.roughRate(recipe.path("learningRate").asDouble()) + " seed "
                + recipe.path("seed").asText("-");
    }

    /** Without the watched job's id, which all of its children's ids start with. */
    private String shortName(String id) {
        return !root.isEmpty() && id.startsWith(root + "-") ? id.substring(root.length() + 1) : id;
    }

    private Optional<String> progress(Run run, JsonNode p, Instant at) {
        var when = at == null ? Instant.now() : at;
        if (firstProgress == null) firstProgress = when;
        run.progress(p, when);
        return Optional.empty();
    }

    private static Optional<String> granted(Run run, Instant at) {
        run.granted(at == null ? Instant.now() : at);
        return Optional.empty();
    }

    private static Optional<String> queued(Run run, JsonNode e) {
        run.stopped();
        var reason = e.path("reason").asText();
        boolean usual = reason.isEmpty() || reason.equalsIgnoreCase("NEW") || reason.equalsIgnoreCase("NOT_CLAIMED");
        if (usual) return Optional.empty();
        return say(run, "queued again: " + reason.toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    /** What a search makes wait at a rung is told by its own story. */
    private static Optional<String> paused(Run run, JsonNode e) {
        run.stopped();
        var by = e.path("by").asText();
        if (by.equals("search")) return Optional.empty();
        var reason = e.path("reason").asText();
        return say(run, "paused" + (by.isEmpty() ? "" : " by " + by) + (reason.isEmpty() ? "" : ": " + reason));
    }

    private static Optional<String> held(Run run) {
        run.stopped();
        return Optional.empty();
    }

    private static Optional<String> reopened(Run run) {
        run.reopened();
        return Optional.empty();
    }

    private static Optional<String> epochDone(Run run, JsonNode r) {
        run.epochDone(r);
        return say(
                run,
                "epoch " + r.path("epoch").asInt() + "/" + r.path("epochs").asInt()
                        + "  loss " + Words.number("%.4f", r.path("loss"))
                        + "  top-1 " + Words.number("%.1f %%", r.path("top1"))
                        + "  " + Words.number("%.0f images/s", r.path("imagesPerSecond")));
    }

    private static Optional<String> scored(Run run, JsonNode r) {
        var protocol = r.path("protocol").isObject() ? r.path("protocol").path("name") : r.path("protocol");
        var m = r.path("metrics");
        return say(
                run,
                protocol.asText("?") + "  MaxBoxAcc50 " + Words.percent(m.path("maxBoxAcc50")) + "  top-1 loc "
                        + Words.percent(m.path("top1Loc")) + "  top-1 cls " + Words.percent(m.path("top1Cls")));
    }

    private static Optional<String> retry(Run run, JsonNode e) {
        run.stopped();
        return say(
                run,
                "failed (" + failure(e) + "), will be tried again: failure "
                        + e.path("failures").asText() + " of "
                        + e.path("allowed").asText());
    }

    private static Optional<String> lost(Run run, JsonNode e) {
        run.stopped();
        return say(run, "worker " + e.path("worker").asText("?") + " was not heard of any more");
    }

    private static Optional<String> ended(Run run, String type, JsonNode e) {
        boolean news = !run.ended;
        run.end(Words.instant(e.path("at")));
        if (!news) return Optional.empty();
        return switch (type) {
            case "Failed" -> say(run, "failed: " + failure(e));
            case "Cancelled" -> say(run, ("cancelled " + JobText.cancelled(e)).strip());
            default -> Optional.empty();
        };
    }

    private static String failure(JsonNode e) {
        var f = part(e, "failure");
        return (f.path("code").asText() + " " + f.path("message").asText()).strip();
    }

    private static Optional<String> say(Run run, String text) {
        return Optional.of(run.name + "  " + Table.printable(text));
    }

    private static JsonNode part(JsonNode e, String name) {
        return e.path(name).isObject() ? e.path(name) : e;
    }
}
