package dev.wsol.infra.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Somebody who asks a coordinator, and another one when that is dead. */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(4);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    /** Whether the job is certainly accepted; otherwise nobody knows, and the same may be asked again. */
    boolean submit(URI door, String id, int epochs, String when) {
        var body = String.format(
                "{\"id\":\"%s\",\"kind\":\"train\",\"data\":\"/soak\","
                        + "\"model\":{\"arch\":\"tscam\",\"width\":16,\"depth\":1,\"heads\":2},"
                        + "\"recipe\":{\"epochs\":%d,\"batch\":1,\"learningRate\":0.001},"
                        + "\"evaluation\":{\"when\":\"%s\",\"protocols\":[\"deployed\",\"scm\"],\"overlays\":0}}",
                id, epochs, when);
        var answer = send(HttpRequest.newBuilder(door.resolve("/v1/jobs"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        answer.filter(a -> a.statusCode() >= 400 && a.statusCode() < 500).ifPresent(a -> {
            throw new IllegalStateException("the coordinator refuses " + id + ": " + a.body());
        });
        return answer.filter(a -> a.statusCode() <= 201).isPresent();
    }

    /** Empty if there is no good answer in time. */
    Optional<JsonNode> get(URI door, String path) {
        return send(HttpRequest.newBuilder(door.resolve(path)))
                .filter(a -> a.statusCode() == 200)
                .flatMap(a -> {
                    try {
                        return Optional.of(JSON.readTree(a.body()));
                    } catch (IOException e) {
                        return Optional.empty();
                    }
                });
    }

    private Optional<HttpResponse<String>> send(HttpRequest.Builder request) {
        try {
            return Optional.of(http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty(); // dead, frozen or just starting: all the same to a client
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
