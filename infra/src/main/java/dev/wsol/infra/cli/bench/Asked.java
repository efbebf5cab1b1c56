package dev.wsol.infra.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;

/** Requests to one coordinator, and how long their answers take to the last byte. */
final class Asked {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI door;

    Asked(URI door) {
        this.door = door;
    }

    URI door() {
        return door;
    }

    /**
     * What was seen of one request asked again and again.
     *
     * @param millis ascending
     */
    record Times(double[] millis, long bytes) {
        double percentile(int percent) {
            int at = (int) Math.ceil(millis.length * percent / 100.0) - 1;
            return Math.round(millis[Math.max(0, at)] * 100) / 100.0;
        }
    }

    /** Asks so often, but no longer than that, after some requests that do not count. */
    Times times(String path, int warm, int most, Duration longest) throws InterruptedException {
        long warmed = System.nanoTime() + longest.toNanos() / 3;
        for (int n = 0; n < warm && System.nanoTime() < warmed; n++) get(path);
        long end = System.nanoTime() + longest.toNanos();
        var millis = new double[most];
        long bytes = 0;
        int n = 0;
        while (n < most && (n < 3 || System.nanoTime() < end)) {
            long begin = System.nanoTime();
            bytes = get(path).length;
            millis[n++] = (System.nanoTime() - begin) / 1e6;
        }
        var out = Arrays.copyOf(millis, n);
        Arrays.sort(out);
        return new Times(out, bytes);
    }

    JsonNode json(String path) throws InterruptedException {
        try {
            return Json.read(new String(get(path), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new CommandFailed(Exit.FAILED, path + " is no JSON", e);
        }
    }

    private byte[] get(String path) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(door.resolve(path)).timeout(PATIENCE);
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200)
                throw new CommandFailed(Exit.FAILED, path + " is answered with " + answer.statusCode());
            return answer.body();
        } catch (IOException e) {
            throw new CommandFailed(Exit.FAILED, path + " is not answered: " + e, e);
        }
    }

    /** Status of the answer; empty if there is none in time. */
    OptionalInt status(String path, Duration patience) throws InterruptedException {
        return status(HttpRequest.newBuilder(door.resolve(path)).timeout(patience));
    }

    /** Submits a small job that nobody takes. */
    OptionalInt submit(String id, Duration patience) throws InterruptedException {
        var body = "{\"id\":\"" + id + "\",\"kind\":\"train\",\"data\":\"/data/CUB\",\"model\":\"scm\","
                + "\"owner\":\"bench\",\"queue\":\"nobody\",\"evaluation\":{\"when\":\"never\"}}";
        return status(HttpRequest.newBuilder(door.resolve("/v1/jobs"))
                .timeout(patience)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private OptionalInt status(HttpRequest.Builder request) throws InterruptedException {
        try {
            return OptionalInt.of(http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode());
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }
}
