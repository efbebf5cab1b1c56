package dev.wsol.infra.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.Output;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client commands against a coordinator that is played. */
class WatchingTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Deque<String> states = new ArrayDeque<>();
    private final Deque<String> bodies = new ArrayDeque<>();
    private String stream = "";
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/events", e -> answer(e, "text/event-stream", stream));
        server.createContext("/v1/jobs", e -> {
            var body = new String(e.getRequestBody().readAllBytes(), UTF_8);
            if (!body.isEmpty()) bodies.add(body);
            answer(
                    e,
                    "application/json",
                    "{\"id\":\"a\",\"endedAt\":\"2026-01-01T00:00:09Z\",\"state\":\"" + state() + "\"}");
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"running,running,finished", "finished"})
    void watching_a_job_that_was_cancelled_and_opened_again_goes_on_to_its_last_end(String seen) throws IOException {
        stream = event("Submitted") + event("Cancelled") + event("Reopened") + event("Finished");
        states.addAll(List.of(seen.split(",", -1)));

        assertThat(run("watch", "a", "--json")).isZero();
        assertThat(Json.read("[" + out.toString(UTF_8).strip().replace("\n", ",") + "]"))
                .extracting(e -> e.path("type").asText())
                .containsExactly("Submitted", "Cancelled", "Reopened", "Finished");
    }

    /** As after {@code | head -1}: Java hears of it only when it writes. */
    @ParameterizedTest
    @ValueSource(strings = {"results tail --json", "watch --json"})
    @Timeout(30)
    void what_has_no_end_ends_when_nobody_reads_it(String line) {
        stream = event("Scored").replace("\"type\"", "\"result\":{},\"type\"");
        var gone = new Output(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });

        assertThat(run(gone, line.split(" "))).isZero();
        assertThat(err.size()).isZero();
    }

    @Test
    void a_sweep_that_is_run_or_paused_names_who_asks(@TempDir Path dir) throws IOException {
        var file = Files.writeString(dir.resolve("s.yaml"), "kind: sweep\nmodel: scm\ndata: /d\n");

        assertThat(run("sweep", "run", file.toString())).isZero();
        assertThat(run("sweep", "run", file.toString(), "--owner", "bob")).isZero();
        assertThat(run("sweep", "pause", "a")).isZero();

        assertThat(Json.read(bodies.poll()).path("owner").asText()).isEqualTo("alice");
        assertThat(Json.read(bodies.poll()).path("owner").asText()).isEqualTo("bob");
        assertThat(Json.read(bodies.poll()).path("by").asText()).isEqualTo("alice");
    }

    /** The last one stays. */
    private String state() {
        return states.size() > 1 ? states.poll() : states.isEmpty() ? "running" : states.peek();
    }

    private static String event(String type) {
        return "id: 0-1\nevent: " + type + "\ndata: {\"job\":\"a\",\"type\":\"" + type
                + "\",\"at\":\"2026-01-01T00:00:0" + (type.equals("Finished") ? 9 : 1) + "Z\"}\n\n";
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        exchange.getResponseHeaders().add("content-type", type);
        exchange.sendResponseHeaders(200, text.getBytes(UTF_8).length);
        exchange.getResponseBody().write(text.getBytes(UTF_8));
        exchange.close();
    }

    private int run(String... args) {
        return run(new PrintStream(out, true, UTF_8), args);
    }

    private int run(PrintStream to, String... args) {
        var env = Map.of("WSOL_URL", "http://127.0.0.1:" + server.getAddress().getPort(), "WSOL_OWNER", "alice");
        var shell = new Shell(to, new PrintStream(err, true, UTF_8), env, Terminal.PLAIN);
        return Wsol.run(args, shell);
    }
}
