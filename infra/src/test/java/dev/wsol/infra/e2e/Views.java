package dev.wsol.infra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.client.Api;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What the coordinator answers over HTTP. Its views follow Kafka: what a subscriber has read, they show soon after. */
record Views(Api api) {
    private static final Duration BEHIND = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN = Duration.ofMillis(20).toNanos();

    /** The job, which must end well. */
    JsonNode finished(String job) {
        var shown = soon(() -> api.job(job), j -> !j.path("endedAt").isNull());
        assertThat(shown.path("state").asText()).as(shown::toString).isEqualTo("finished");
        return shown;
    }

    /** Boards with so many rows together. */
    JsonNode boards(Map<String, String> query, int rows) {
        var shown = soon(() -> api.get("/v1/board", query), b -> rows(b) >= rows);
        assertThat(rows(shown)).as(shown::toString).isEqualTo(rows);
        return shown;
    }

    private static int rows(JsonNode board) {
        int rows = 0;
        for (var one : board.path("boards")) rows += one.path("rows").size();
        return rows;
    }

    private static JsonNode soon(Supplier<JsonNode> read, Predicate<JsonNode> fits) {
        long end = System.nanoTime() + BEHIND.toNanos();
        while (true) {
            var got = read.get();
            if (fits.test(got) || System.nanoTime() > end) return got;
            LockSupport.parkNanos(LOOK_AGAIN);
        }
    }
}
