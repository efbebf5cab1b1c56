package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Table;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The coordinator's HTTP interface. Answers that are no success become {@link CommandFailed} with an exit code. */
public final class Api {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI base;

    public Api(URI base) {
        this.base = base;
    }

    public URI base() {
        return base;
    }

    /** @param query left out where the value is null or empty */
    public JsonNode get(String path, Map<String, String> query) {
        return json(request(path + queryString(query)).GET());
    }

    public JsonNode get(String path) {
        return get(path, Map.of());
    }

    /** One job, complete. */
    public JsonNode job(String id) {
        return get("/v1/jobs/" + escape(id));
    }

    public JsonNode submit(JsonNode spec) {
        return post("/v1/jobs", spec);
    }

    public JsonNode post(String path, JsonNode body) {
        return json(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8)));
    }

    public JsonNode delete(String path) {
        return json(request(path).DELETE());
    }

    /** Server-sent events; the caller closes the stream. */
    InputStream events(Map<String, String> query, String lastEventId) {
        var request = HttpRequest.newBuilder(resolve("/v1/events" + queryString(query)))
                .header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) request.header("Last-Event-ID", lastEventId);
        var answer = send(request.GET().build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() == 200) return answer.body();
        try (var body = answer.body()) {
            throw refused(answer.statusCode(), new String(body.readNBytes(1 << 16), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw refused(answer.statusCode(), "");
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(resolve(path)).timeout(ANSWER).header("Accept", "application/json");
    }

    private URI resolve(String path) {
        return URI.create(base.toString().replaceAll("/+$", "") + path);
    }

    private JsonNode json(HttpRequest.Builder request) {
        var answer = send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() / 100 != 2) throw refused(answer.statusCode(), answer.body());
        try {
            return Json.read(answer.body());
        } catch (JsonProcessingException e) {
            throw new CommandFailed(
                    Exit.FAILED, base + " answers, but not like a wsol coordinator; check --url or WSOL_URL", e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new CommandFailed(
                    Exit.UNREACHABLE,
                    "cannot reach the coordinator at " + base + " (" + reason(e)
                            + "); start one with 'wsol local', or name another with --url or WSOL_URL",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(Exit.FAILED, "interrupted while waiting for " + base, e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof ConnectException) return "connection refused";
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** The server's own words, with the exit code that its status stands for. */
    private CommandFailed refused(int status, String body) {
        int code =
                switch (status) {
                    case 400, 413, 415, 422 -> Exit.USAGE;
                    case 404 -> Exit.NOT_FOUND;
                    case 409 -> Exit.CONFLICT;
                    case 502, 503, 504 -> Exit.UNREACHABLE;
                    default -> Exit.FAILED;
                };
        return new CommandFailed(code, Table.printable(message(status, body)));
    }

    private String message(int status, String body) {
        try {
            var error = Json.read(body).path("error");
            var text = error.path("message").asText();
            var field = error.path("field").asText();
            if (!text.isEmpty()) return field.isEmpty() || names(text, field) ? text : field + ": " + text;
        } catch (JsonProcessingException e) {
            // Not one of ours, perhaps a proxy's page: the status says what there is to say.
        }
        return base + " answered with HTTP status " + status;
    }

    /** A short field like {@code a} is part of many words. */
    static boolean names(String text, String field) {
        return Pattern.compile("(?<!\\w)" + Pattern.quote(field) + "(?!\\w)")
                .matcher(text)
                .find();
    }

    private static String queryString(Map<String, String> query) {
        var text = query.entrySet().stream()
                .filter(e -> e.getValue() != null && !e.getValue().isEmpty())
                .map(e -> e.getKey() + "=" + encoded(e.getValue()))
                .sorted()
                .collect(Collectors.joining("&"));
        return text.isEmpty() ? "" : "?" + text;
    }

    /**
     * An id or a name as one step of a path.
     *
     * @throws CommandFailed for what would be another path: {@code /v1/jobs//cancel} is {@code /v1/jobs/cancel}
     */
    static String escape(String text) {
        if (text.isBlank() || text.equals(".") || text.equals(".."))
            throw new CommandFailed(Exit.USAGE, "'" + text + "' is no id and no name");
        return encoded(text);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
