package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** Long lists, asked for page by page. */
public final class Pages {
    /** No page is larger. */
    private static final int PAGE = 1_000;

    private Pages() {}

    /**
     * The list of jobs as if it came at once.
     *
     * @param most so many jobs at most
     */
    static ObjectNode jobs(Api api, Map<String, String> query, int most) {
        var out = Json.object();
        var jobs = out.putArray("jobs");
        var ask = new HashMap<>(query);
        do {
            ask.put("limit", String.valueOf(Math.min(PAGE, most - jobs.size())));
            var page = api.get("/v1/jobs", ask);
            page.path("jobs").forEach(jobs::add);
            ask.put("cursor", page.path("next").textValue());
        } while (next(ask, "cursor") && jobs.size() < most);
        return out.put("next", next(ask, "cursor") ? ask.get("cursor") : null);
    }

    /**
     * A benchmark rule with its evaluations as if they came at once.
     *
     * @param most so many evaluations at most
     */
    static ObjectNode benchmark(Api api, String name, int most) {
        var ask = new HashMap<String, String>();
        var path = "/v1/benchmarks/" + Api.escape(name);
        ask.put("limit", String.valueOf(Math.min(PAGE, most)));
        var out = (ObjectNode) api.get(path, ask);
        var made = out.withArray("evaluations");
        ask.put("cursor", out.path("next").textValue());
        while (next(ask, "cursor") && made.size() < most) {
            ask.put("limit", String.valueOf(Math.min(PAGE, most - made.size())));
            var page = api.get(path, ask);
            page.path("evaluations").forEach(made::add);
            ask.put("cursor", page.path("next").textValue());
        }
        return out.put("next", next(ask, "cursor") ? ask.get("cursor") : null);
    }

    /**
     * The boards as if they came at once.
     *
     * @param most so many rows of each at most
     */
    public static JsonNode boards(Api api, Map<String, String> query, int most) {
        var ask = new HashMap<>(query);
        ask.put("rows", String.valueOf(Math.min(PAGE, most)));
        var answer = api.get("/v1/board", ask);
        for (var board : answer.path("boards")) complete(api, ask, (ObjectNode) board, most);
        return answer;
    }

    private static void complete(Api api, Map<String, String> query, ObjectNode board, int most) {
        var rows = (ArrayNode) board.path("rows");
        var ask = new HashMap<>(query);
        ask.put("dataset", board.path("datasetDigest").asText());
        ask.put("protocol", board.path("protocolDigest").asText());
        ask.put("after", board.path("next").textValue());
        while (next(ask, "after") && rows.size() < most) {
            ask.put("rows", String.valueOf(Math.min(PAGE, most - rows.size())));
            var more = api.get("/v1/board", ask).path("boards").path(0);
            rows.addAll((ArrayNode) more.withArray("rows"));
            ((ArrayNode) board.path("repeats")).addAll((ArrayNode) more.withArray("repeats"));
            ask.put("after", more.path("next").textValue());
        }
        board.put("next", next(ask, "after") ? ask.get("after") : null);
    }

    private static boolean next(Map<String, String> ask, String name) {
        var next = ask.get(name);
        return next != null && !next.isEmpty();
    }
}
