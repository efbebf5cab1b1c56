package dev.wsol.infra.cli.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wsol.infra.cli.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * As much of a tracking server as the REST documentation (2.0) says of the calls that are used: names and types of the fields
 * of each request, required ones, and the error of an experiment that is not there. Anything else is refused.
 */
final class FakeMlflow implements AutoCloseable {
    /** Field and type by call; a required field ends with "!". */
    private static final Map<String, Map<String, String>> CALLS = Map.of(
            "experiments/create", Map.of("name!", "STRING", "artifact_location", "STRING", "tags", "ARRAY"),
            "runs/create",
                    Map.of(
                            "experiment_id", "STRING",
                            "user_id", "STRING",
                            "run_name", "STRING",
                            "start_time", "NUMBER",
                            "tags", "ARRAY"),
            "runs/search",
                    Map.of(
                            "experiment_ids", "ARRAY",
                            "filter", "STRING",
                            "run_view_type", "STRING",
                            "max_results", "NUMBER",
                            "order_by", "ARRAY",
                            "page_token", "STRING"),
            "runs/update", Map.of("run_id!", "STRING", "status", "STRING", "end_time", "NUMBER", "run_name", "STRING"),
            "runs/log-batch", Map.of("run_id!", "STRING", "metrics", "ARRAY", "params", "ARRAY", "tags", "ARRAY"));

    private final HttpServer server;
    private boolean experiment;
    /** Tags and parameters by run. */
    final Map<String, Map<String, String>> tags = new LinkedHashMap<>();

    final Map<String, Map<String, String>> params = new LinkedHashMap<>();
    final Map<String, String> ends = new LinkedHashMap<>();
    /** Each number once, as MLflow's store keeps it: {@code run key step = value at time}. */
    final TreeSet<String> metrics = new TreeSet<>();

    final List<String> wrong = new ArrayList<>();

    FakeMlflow() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/2.0/mlflow/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var call = exchange.getRequestURI().getPath().substring("/api/2.0/mlflow/".length());
        var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean missing = call.equals("experiments/get-by-name") && !experiment;
        var answer = missing
                ? Json.object().put("error_code", "RESOURCE_DOES_NOT_EXIST").put("message", "no such experiment")
                : call.equals("experiments/get-by-name") ? found() : post(call, Json.read(text));
        var bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(missing ? 404 : answer.has("error_code") ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static ObjectNode found() {
        var out = Json.object();
        out.putObject("experiment").put("experiment_id", "7");
        return out;
    }

    private ObjectNode post(String call, JsonNode body) {
        check(call, body);
        switch (call) {
            case "experiments/create" -> {
                experiment = true;
                return Json.object().put("experiment_id", "7");
            }
            case "runs/create" -> {
                var id = "run-" + (tags.size() + 1);
                tags.put(id, new LinkedHashMap<>());
                params.put(id, new LinkedHashMap<>());
                pairs(body.path("tags"), tags.get(id));
                var out = Json.object();
                out.putObject("run").putObject("info").put("run_id", id);
                return out;
            }
            case "runs/search" -> {
                return search(body.path("filter").asText());
            }
            case "runs/update" ->
                ends.put(body.path("run_id").asText(), body.path("status").asText());
            default -> log(body);
        }
        return Json.object();
    }

    private ObjectNode search(String filter) {
        var out = Json.object();
        tags.forEach((id, all) -> all.forEach((k, v) -> {
            if (filter.equals("tags.`" + k + "` = '" + v + "'"))
                out.putArray("runs").addObject().putObject("info").put("run_id", id);
        }));
        return out;
    }

    private void log(JsonNode body) {
        var run = body.path("run_id").asText();
        pairs(body.path("tags"), tags.get(run));
        for (var p : body.path("params")) {
            var before =
                    params.get(run).put(p.path("key").asText(), p.path("value").asText());
            if (before != null && !before.equals(p.path("value").asText())) wrong.add("a parameter changed: " + p);
        }
        for (var m : body.path("metrics")) {
            if (!m.path("value").isNumber()
                    || !m.path("timestamp").isIntegralNumber()
                    || !m.path("step").isIntegralNumber()) wrong.add("no metric: " + m);
            if (!m.path("key").asText().matches("[\\w\\-. /]+")) wrong.add("no name of a metric: " + m);
            metrics.add(run + " " + m.path("key").asText() + " "
                    + m.path("step").asLong() + " = " + m.path("value").asDouble() + " at "
                    + m.path("timestamp").asLong());
        }
    }

    private static void pairs(JsonNode list, Map<String, String> into) {
        list.forEach(p -> into.put(p.path("key").asText(), p.path("value").asText()));
    }

    private void check(String call, JsonNode body) {
        var fields = CALLS.get(call);
        if (fields == null) {
            wrong.add("no such call: " + call);
            return;
        }
        body.properties().forEach(f -> {
            var type = fields.getOrDefault(f.getKey(), fields.get(f.getKey() + "!"));
            if (!f.getValue().getNodeType().name().equals(type)) wrong.add(call + ": " + f);
        });
        fields.keySet().stream()
                .filter(f -> f.endsWith("!") && !body.has(f.substring(0, f.length() - 1)))
                .forEach(f -> wrong.add(call + " without " + f));
    }
}
