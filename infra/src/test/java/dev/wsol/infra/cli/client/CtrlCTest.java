package dev.wsol.infra.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wsol.infra.cli.Wsol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code wsol sweep run} as a process that gets the signal of Ctrl-C, against a coordinator that is played. */
class CtrlCTest {
    private static final int LIMIT_S = 60;
    /** Signal 2 in a mask of signals. */
    private static final long SIGINT = 1L << 1;

    private final BlockingQueue<String> cancels = new LinkedBlockingQueue<>();
    private HttpServer server;

    @TempDir
    private Path dir;

    /** A shell that runs something in the background without job control lets it and all its children ignore Ctrl-C, and Java keeps to that. */
    @BeforeAll
    static void ctrl_c_is_heard_here() throws IOException {
        var status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) return;
        long ignored = Files.readAllLines(status).stream()
                .filter(l -> l.startsWith("SigIgn:"))
                .mapToLong(l -> Long.parseUnsignedLong(l.substring(7).strip(), 16))
                .findAny()
                .orElse(0);
        assumeFalse((ignored & SIGINT) != 0, "the tests were started in the background, where SIGINT is ignored");
    }

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext(
                "/v1/events",
                e -> { // a stream without an end
                    e.getResponseHeaders().add("content-type", "text/event-stream");
                    e.sendResponseHeaders(200, 0);
                    e.getResponseBody().write(": hello\n\n".getBytes(UTF_8));
                    e.getResponseBody().flush();
                });
        server.createContext("/v1/jobs", e -> {
            var body = new String(e.getRequestBody().readAllBytes(), UTF_8);
            if (e.getRequestURI().getPath().endsWith("/cancel")) cancels.add(body);
            answer(e);
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void the_answer_s_stops_the_sweep_and_says_who_did() throws Exception {
        var said = interrupted("s");

        assertThat(said).contains("Stop sweep a, or leave it running?").contains("sweep a is stopped");
        assertThat(cancels).containsExactly("{\"by\":\"alice\",\"reason\":\"Ctrl-C\"}");
    }

    @Test
    void any_other_answer_leaves_it_running_and_says_how_to_stop_it() throws Exception {
        var said = interrupted("\n");

        assertThat(said).contains("Stop sweep a, or leave it running?").contains("wsol sweep stop a");
        assertThat(cancels).isEmpty();
    }

    /** What standard error said of it. */
    private String interrupted(String answer) throws Exception {
        var file = Files.writeString(dir.resolve("s.yaml"), "kind: sweep\nmodel: scm\ndata: /d\n");
        var err = dir.resolve("err");
        var builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Dwsol.tty=out,err",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Wsol.class.getName(),
                        "sweep",
                        "run",
                        file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile());
        builder.environment()
                .put("WSOL_URL", "http://127.0.0.1:" + server.getAddress().getPort());
        builder.environment().put("WSOL_OWNER", "alice");
        var process = builder.start();
        try {
            await(err, "sweep a at ");
            var signal = new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start();
            assertThat(signal.waitFor()).isZero();
            await(err, "[s/L, L after 20 s] ");
            process.outputWriter().append(answer).flush();
            assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
            return Files.readString(err);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void await(Path file, String text) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (!Files.readString(file).contains(text)) {
            if (System.nanoTime() > end)
                throw new AssertionError("it never said '" + text + "', but: " + Files.readString(file));
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var text = "{\"id\":\"a\",\"state\":\"running\"}".getBytes(UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }
}
