package dev.wsol.infra.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code wsol benchmark show} of a rule with more evaluations than a page holds, against a coordinator that is played. */
class BenchmarkShowTest {
    private static final int MADE = 2_500;
    /** The coordinator gives no more at once, whatever is asked. */
    private static final int PAGE = 1_000;

    private static final Pattern LIMIT = Pattern.compile("limit=(\\d+)");
    private static final Pattern CURSOR = Pattern.compile("cursor=(\\d+)");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/benchmarks/nightly", this::page);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void all_means_every_evaluation_of_every_page_once_the_newest_first() {
        var said = show("--all");

        assertThat(said.lines().skip(1)).containsExactlyElementsOf(newest(MADE));
        assertThat(asked).hasSize(3);
    }

    @Test
    void all_as_json_is_one_list_without_a_next_page() throws IOException {
        var rule = Json.read(show("--all", "--json"));

        assertThat(rule.path("evaluations")).hasSize(MADE);
        assertThat(rule.path("total").asInt()).isEqualTo(MADE);
        assertThat(rule.path("next").isNull()).isTrue();
    }

    @Test
    void a_limit_larger_than_a_page_is_kept_to_the_row_and_the_rest_is_told() {
        var said = show("--limit", "1200");

        assertThat(said.lines().skip(1).limit(1_200)).containsExactlyElementsOf(newest(1_200));
        assertThat(said.lines().skip(1_201)).containsExactly("  and 1300 older evaluations (--all)");
    }

    private static List<String> newest(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "  nightly-" + (MADE - n) + "  finished  scm  walk")
                .toList();
    }

    private String show(String... options) {
        var args = new ArrayList<>(List.of("benchmark", "show", "nightly"));
        args.addAll(List.of(options));
        var env = Map.of("WSOL_URL", "http://127.0.0.1:" + server.getAddress().getPort());
        var shell = new Shell(new PrintStream(out, true, UTF_8), System.err, env, Terminal.PLAIN);
        assertThat(Wsol.run(args.toArray(String[]::new), shell)).isZero();
        return out.toString(UTF_8);
    }

    /** Evaluations older than the cursor, which is the number of the last one of the page before. */
    private void page(HttpExchange exchange) throws IOException {
        var query = exchange.getRequestURI().getQuery();
        asked.add(query);
        int before = number(CURSOR, query, MADE + 1);
        int last = Math.max(1, before - Math.min(PAGE, number(LIMIT, query, 100)));
        var rule = Json.object().put("name", "nightly").put("queue", "bench");
        rule.putObject("data").put("path", "/cub");
        rule.putArray("on");
        rule.putArray("protocols").add("deployed");
        var made = rule.putArray("evaluations");
        for (int n = before - 1; n >= last; n--)
            made.addObject()
                    .put("job", "nightly-" + n)
                    .put("state", "finished")
                    .put("arch", "scm")
                    .put("trainJob", "walk");
        rule.put("total", MADE).put("next", last > 1 ? String.valueOf(last) : null);
        var bytes = rule.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static int number(Pattern name, String query, int otherwise) {
        var found = name.matcher(query);
        return found.find() ? Integer.parseInt(found.group(1)) : otherwise;
    }
}
