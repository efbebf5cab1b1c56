package dev.wsol.infra.cli.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Table;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The few calls of MLflow's REST API 2.0 that an exporter needs: https://mlflow.org/docs/latest/rest-api.html. */
public final class TrackingServer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI base;
    private final Optional<String> authorization;

    /** @param env {@code MLFLOW_TRACKING_TOKEN}, or {@code MLFLOW_TRACKING_USERNAME} and {@code _PASSWORD}, as MLflow's own clients */
    public TrackingServer(URI base, Map<String, String> env) {
        this.base = base;
        var token = env.get("MLFLOW_TRACKING_TOKEN");
        var user = env.get("MLFLOW_TRACKING_USERNAME");
        var password = env.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
        authorization = token != null
                ? Optional.of("Bearer " + token)
                : Optional.ofNullable(user)
                        .map(u -> "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((u + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    /** Id of the experiment of this name, which is made unless it is there. */
    String experiment(String name) {
        var there = call("GET", "experiments/get-by-name?experiment_name=" + escape(name), null, true);
        return there.isPresent()
                ? there.get().at("/experiment/experiment_id").asText()
                : post("experiments/create", Json.object().put("name", name))
                        .path("experiment_id")
                        .asText();
    }

    /** Run with this tag. */
    Optional<String> runWith(String experiment, String tag, String value) {
        var body = Json.object()
                .put("filter", "tags.`" + tag + "` = '" + value.replace("'", "") + "'")
                .put("max_results", 1);
        body.putArray("experiment_ids").add(experiment);
        var id = post("runs/search", body).at("/runs/0/info/run_id").asText();
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    /** Answers with the id of the new run. */
    String create(String experiment, String name, long startMs, Map<String, String> tags) {
        var body = Json.object()
                .put("experiment_id", experiment)
                .put("run_name", name)
                .put("start_time", startMs);
        var list = body.putArray("tags");
        tags.forEach((k, v) -> list.addObject().put("key", k).put("value", v));
        return post("runs/create", body).at("/run/info/run_id").asText();
    }

    /** At most 1000 metrics, 100 parameters and 100 tags. */
    void log(ObjectNode batch) {
        var unused = post("runs/log-batch", batch);
    }

    /** @param status FINISHED, FAILED or KILLED */
    void end(String run, String status, long endMs) {
        var unused = post(
                "runs/update",
                Json.object().put("run_id", run).put("status", status).put("end_time", endMs));
    }

    private JsonNode post(String path, JsonNode body) {
        return call("POST", path, body, false).orElseThrow();
    }

    private Optional<JsonNode> call(String method, String path, JsonNode body, boolean mayMiss) {
        var request = HttpRequest.newBuilder(
                        URI.create(base.toString().replaceAll("/+$", "") + "/api/2.0/mlflow/" + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        authorization.ifPresent(a -> request.header("Authorization", a));
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            var json = Json.read(answer.body());
            if (answer.statusCode() == 200) return Optional.of(json);
            if (mayMiss && json.path("error_code").asText().equals("RESOURCE_DOES_NOT_EXIST")) return Optional.empty();
            throw new CommandFailed(
                    Exit.FAILED,
                    Table.printable("MLflow refuses " + path + ": "
                            + json.path("error_code").asText() + " "
                            + json.path("message").asText()));
        } catch (JsonProcessingException e) {
            throw new CommandFailed(Exit.FAILED, base + " answers, but not like an MLflow tracking server", e);
        } catch (IOException e) {
            throw new CommandFailed(Exit.UNREACHABLE, "cannot reach MLflow at " + base + " (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(Exit.FAILED, "interrupted while waiting for " + base, e);
        }
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
