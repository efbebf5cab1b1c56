package dev.wsol.coordinator.webhook;

import dev.wsol.contract.Webhook;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/** One call. What the receiver answers beyond its status is not read, and it cannot send us elsewhere. */
final class Post {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param status 0 when there was no answer, then {@code error} says why */
    record Answer(int status, String error) {
        static Answer none(Exception why) {
            return new Answer(
                    0, why.getClass().getSimpleName() + (why.getMessage() == null ? "" : ": " + why.getMessage()));
        }

        boolean taken() {
            return status / 100 == 2;
        }
    }

    Answer send(Webhook hook, String id, byte[] body, Instant now) throws InterruptedException {
        long timestamp = now.getEpochSecond();
        var request = HttpRequest.newBuilder(hook.url())
                .timeout(ANSWER)
                .header("content-type", "application/json")
                .header("user-agent", "wsol-webhook")
                .header("webhook-id", id)
                .header("webhook-timestamp", String.valueOf(timestamp))
                .header("webhook-signature", Signature.of(hook.secret(), id, timestamp, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofInputStream());
            answer.body().close(); // unread: it may never end, and no time limit covers it
            return new Answer(answer.statusCode(), "");
        } catch (IOException | IllegalArgumentException e) { // the latter for a port that there is not
            return Answer.none(e);
        }
    }
}
