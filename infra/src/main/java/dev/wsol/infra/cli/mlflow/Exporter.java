package dev.wsol.infra.cli.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Events of the coordinator to runs of MLflow: a train job is a run, a sweep a parent of runs, and what an evaluation
 * scores belongs to the run whose checkpoint it scored. Reading the same events again changes nothing: a run is found by its
 * tag, and numbers carry the time and epoch of their event, by which MLflow knows them again.
 */
public final class Exporter {
    private static final String JOB = "wsol.job";
    private static final int LONGEST_VALUE = 500;

    private final TrackingServer server;
    private final String experiment;
    /** Run by job. */
    private final Map<String, String> runs = new HashMap<>();
    /** Job to whose run an evaluate job belongs: its train job, or itself. */
    private final Map<String, String> owners = new HashMap<>();

    private int exported;

    /** @param name of the experiment, made unless it is there */
    public Exporter(TrackingServer server, String name) {
        this.server = server;
        this.experiment = server.experiment(name);
    }

    /** Events that were sent on. */
    public int exported() {
        return exported;
    }

    /** One event, as {@code /v1/events} says it. */
    public void take(JsonNode e) {
        var job = e.path("job").asText();
        switch (e.path("type").asText()) {
            case "Submitted" -> submitted(e, job);
            case "EpochDone" -> run(job).ifPresent(r -> epoch(r, e));
            case "CheckpointPublished" -> run(job).ifPresent(r -> checkpoint(r, e));
            case "Scored" -> run(owners.getOrDefault(job, job)).ifPresent(r -> scored(r, e));
            case "Finished" -> end(job, "FINISHED", e);
            case "Failed" -> end(job, "FAILED", e);
            case "Cancelled" -> end(job, "KILLED", e);
            default -> {} // steps of a job that MLflow has no place for
        }
    }

    private void submitted(JsonNode e, String job) {
        var spec = e.path("spec");
        var kind = spec.path("kind").asText();
        var train = spec.at("/origin/trainJob").asText();
        if (kind.equals("evaluate") && !train.isEmpty()) {
            owners.put(job, train);
            return;
        }
        var tags = new LinkedHashMap<String, String>();
        tags.put(JOB, job);
        tags.put("wsol.kind", kind);
        tags.put("mlflow.source.name", "wsol");
        tags.put("mlflow.source.type", "JOB");
        Optional.ofNullable(runs.get(e.path("parent").asText())).ifPresent(p -> tags.put("mlflow.parentRunId", p));
        var run = server.runWith(experiment, JOB, job).orElseGet(() -> server.create(experiment, job, millis(e), tags));
        runs.put(job, run);
        var batch = batch(run);
        for (var part : new String[] {"model", "data", "recipe"}) params(batch, part, spec.path(part));
        send(batch);
    }

    private static void params(ObjectNode batch, String name, JsonNode value) {
        if (value.isObject()) value.properties().forEach(f -> params(batch, name + "." + f.getKey(), f.getValue()));
        else if (!value.isMissingNode() && !value.isNull())
            batch.withArray("params").addObject().put("key", name).put("value", shortened(value));
    }

    private static String shortened(JsonNode value) {
        var text = value.isValueNode() ? value.asText() : value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE);
    }

    private void epoch(String run, JsonNode e) {
        var report = e.path("report");
        var batch = batch(run);
        for (var name : new String[] {"loss", "top1", "imagesPerSecond", "seconds"})
            metric(
                    batch,
                    "train." + name,
                    report.path(name),
                    e,
                    report.path("epoch").asLong());
        send(batch);
    }

    private void checkpoint(String run, JsonNode e) {
        var batch = batch(run);
        tag(batch, "wsol.checkpoint", e.at("/checkpoint/uri").asText());
        tag(batch, "wsol.checkpoint.sha256", e.at("/checkpoint/sha256").asText());
        send(batch);
    }

    /** Numbers of different data sets or protocols never share a name. */
    private void scored(String run, JsonNode e) {
        var result = e.path("result");
        var group =
                result.path("dataset").asText() + "/" + result.path("protocol").asText();
        var batch = batch(run);
        result.path("metrics")
                .properties()
                .forEach(m -> metric(
                        batch,
                        key(group + "/" + m.getKey()),
                        m.getValue(),
                        e,
                        result.path("epoch").asLong()));
        tag(batch, "wsol.report." + key(group), result.path("reportUri").asText());
        tag(batch, "wsol.protocol." + key(group), result.path("protocolDigest").asText());
        send(batch);
    }

    private void end(String job, String status, JsonNode e) {
        run(job).ifPresent(r -> {
            server.end(r, status, millis(e));
            exported++;
        });
    }

    private Optional<String> run(String job) {
        return Optional.ofNullable(runs.get(job));
    }

    private static void metric(ObjectNode batch, String key, JsonNode value, JsonNode e, long step) {
        if (value.isNumber())
            batch.withArray("metrics")
                    .addObject()
                    .put("key", key)
                    .put("value", value.asDouble())
                    .put("timestamp", millis(e))
                    .put("step", step);
    }

    private static void tag(ObjectNode batch, String key, String value) {
        if (!value.isEmpty())
            batch.withArray("tags").addObject().put("key", key).put("value", value);
    }

    /** MLflow's names know letters, digits, underscore, dash, period, space and slash. */
    private static String key(String text) {
        return text.replaceAll("[^\\w\\-. /]", "_");
    }

    private static ObjectNode batch(String run) {
        return Json.object().put("run_id", run);
    }

    private void send(ObjectNode batch) {
        if (batch.size() == 1) return;
        server.log(batch);
        exported++;
    }

    private static long millis(JsonNode e) {
        return Instant.parse(e.path("at").asText()).toEpochMilli();
    }
}
