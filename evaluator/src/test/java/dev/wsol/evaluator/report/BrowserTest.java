package dev.wsol.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. Needs Chromium on the path; skipped elsewhere. */
class BrowserTest {
    private static final Optional<Path> CHROMIUM = Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(BrowserTest::onPath)
            .findFirst();

    @TempDir
    private Path folder;

    @Test
    void a_browser_shows_the_numbers_runs_the_script_and_asks_the_network_for_nothing() throws Exception {
        assumeTrue(CHROMIUM.isPresent(), "skipped: no Chromium on the path");
        var requests = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.close();
        });
        server.start();
        try {
            var bait = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            var hostile = "\"><img src=\"" + bait + "a\"><script src='" + bait + "b'></script>"
                    + "<link rel=stylesheet href=" + bait + "c><iframe src=" + bait + "d>";
            var section = Reports.section("deployed", hostile, List.of("001.Wren", hostile));

            var dom = dom(ReportPage.of(List.of(section), Map.of("note", hostile), Reports.galleries(hostile)));

            assertThat(dom)
                    .contains(
                            "71.25",
                            "best fixed box 33.13",
                            section.result().protocol().digest())
                    .contains("<button type=\"button\">Images</button>") // the script ran
                    .doesNotContain("<img src=\"http", "<iframe", "<link");
            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    /** Loads the page and answers with what the browser made of it; its console must be silent. */
    private String dom(String page) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("report.html"), page);
        var out = folder.resolve("dom.html");
        var console = folder.resolve("console.log");
        var command = List.of(
                CHROMIUM.orElseThrow().toString(),
                "--headless",
                "--no-sandbox", // of use against hostile pages; it cannot be set up in a container
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--dump-dom",
                file.toUri().toString());
        var browser = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(console.toFile())
                .start();
        boolean ended = browser.waitFor(60, TimeUnit.SECONDS);
        browser.destroyForcibly();
        assertThat(ended).as("the browser ends within a minute").isTrue();
        assertThat(Files.readAllLines(console)).noneMatch(line -> line.contains("CONSOLE"));
        return Files.readString(out);
    }

    private static Stream<Path> onPath(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable);
    }
}
