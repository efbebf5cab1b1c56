package dev.wsol.coordinator.webhook;

import dev.wsol.contract.Webhook;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call. What the receiver answers beyond its status is not read, and it cannot send us elsewhere. */
final class Post {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Post.class);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param status 0 when there was no answer, then {@code error} says why */
    record Answer(int status, String error) {
        static Answer none(Throwable why) {
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
            return new Answer(status(request), "");
        } catch (ExecutionException e) {
            return Answer.none(e.getCause());
        } catch (IllegalArgumentException e) { // for a port that there is not
            return Answer.none(e);
        }
    }

    private int status(HttpRequest request) throws ExecutionException, InterruptedException {
        var status = new CompletableFuture<Integer>();
        var answer = http.sendAsync(request, head -> {
            status.complete(head.statusCode());
            return BodySubscribers.discarding();
        });
        var unused = answer.exceptionally(e -> {
            status.completeExceptionally(e instanceof CompletionException ? e.getCause() : e);
            return null;
        });
        try {
            int said = status.get();
            letEnd(answer);
            return said;
        } finally {
            answer.cancel(true);
        }
    }

    /** So that the connection can be used again. The rest may break, or never end: the status counts all the same. */
    private static void letEnd(CompletableFuture<?> answer) throws InterruptedException {
        try {
            answer.get(REST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("The rest of an answer did not come: {}", e.toString());
        }
    }
}
