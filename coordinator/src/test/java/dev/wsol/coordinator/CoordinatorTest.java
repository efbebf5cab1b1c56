package dev.wsol.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.wsol.contract.EpochReport;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Progress;
import dev.wsol.contract.Report;
import dev.wsol.contract.work.Kind;
import dev.wsol.contract.work.Lease;
import dev.wsol.contract.work.TestBroker;
import dev.wsol.contract.work.WorkQueue;
import dev.wsol.contract.work.WorkSettings;
import dev.wsol.coordinator.board.BenchmarkView;
import dev.wsol.coordinator.board.DeadLetters;
import dev.wsol.coordinator.board.EventLog;
import dev.wsol.coordinator.board.Feed;
import dev.wsol.coordinator.board.JobView;
import dev.wsol.coordinator.board.Memory;
import dev.wsol.coordinator.board.Workers;
import dev.wsol.coordinator.http.Health;
import dev.wsol.coordinator.http.HttpDoor;
import dev.wsol.coordinator.http.Metrics;
import dev.wsol.coordinator.stream.Counts;
import dev.wsol.coordinator.webhook.Webhooks;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The coordinator on a real broker, asked over HTTP, with real workers' side of the queue. */
class CoordinatorTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private static Path dir;

    private static TestBroker broker;
    private static Coordinator coordinator;
    private static Client client;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(dir);
        begin();
    }

    @AfterAll
    static void stop() {
        coordinator.close();
        broker.close();
    }

    private static void begin() {
        coordinator = Coordinator.start(CoordinatorSettings.of(broker.settings())
                .withPort(0)
                .withLease(Duration.ofSeconds(3))
                .withSessionTimeout(Duration.ofSeconds(2)));
        client = new Client(coordinator.address());
        Await.until("health", LONG, () -> client.get("/health").status() == 200);
    }

    @Test
    void a_train_job_is_run_evaluated_and_on_the_board() {
        var answer = client.post("/v1/jobs", train("walk", 0.001));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().path("state").asText()).isEqualTo("queued");

        try (var trainers = queue(Kind.TRAIN);
                var lease = take(trainers)) {
            Await.until( // the worker may know of it before the view does
                    "holder", LONG, () -> job("walk").path("worker").asText().startsWith("w-"));
            Await.until("progress", LONG, () -> {
                lease.progress(new Progress.Training(1, 2, 3, 10, 0.7, 0.001, 50, 90, 12.5, 0.25)); // may be lost
                return job("walk").path("progress").path("step").asInt() == 3;
            });
            lease.report(new Report.EpochDone(new EpochReport(1, 2, 0.7, 51, 12.5, 3)));
            lease.report(new Report.CheckpointSaved(Samples.checkpoint(1, 1)));
            lease.report(new Report.TrainingFinished());
            Await.until("end", LONG, () -> state("walk").equals("finished"));
        }
        try (var evaluators = queue(Kind.EVALUATE);
                var lease = take(evaluators)) {
            var spec = (JobSpec.Evaluate) lease.job().spec();
            lease.report(
                    new Report.EvaluationFinished(Samples.results(lease.job().job(), spec)));
            Await.until("end", LONG, () -> state("walk-e1-c0001-eval").equals("finished"));
        }

        var job = job("walk");
        assertThat(job.path("epochs").get(0).path("loss").asDouble()).isEqualTo(0.7);
        assertThat(job.path("checkpoints").get(0).path("sha256").asText())
                .isEqualTo(Samples.checkpoint(1, 1).sha256());
        assertThat(job.path("children").get(0).asText()).isEqualTo("walk-e1-c0001-eval");
        assertThat(job("walk-e1-c0001-eval")
                        .path("results")
                        .get(0)
                        .path("metrics")
                        .path("maxBoxAcc50")
                        .asDouble())
                .isEqualTo(61.25);
        var board =
                client.get("/v1/board?protocol=deployed").json().path("boards").get(0);
        assertThat(board.path("rows").get(0).path("trainJob").asText()).isEqualTo("walk");
        assertThat(board.path("rows").get(0).path("lr").asDouble()).isEqualTo(0.001);
        for (int time = 0; time < 3; time++) // its text is kept
        assertThat(client.get("/v1/board?protocol=deployed").json().path("boards"))
                    .containsExactly(board);
        assertThat(client.get("/metrics").body())
                .contains("wsol_jobs{kind=\"train\",state=\"finished\"}", "wsol_queue_wait_seconds", "wsol_http_");

        try (var lines = client.lines("/v1/events?job=walk&from=beginning")) {
            var types = lines.filter(l -> l.startsWith("event: "))
                    .map(l -> l.substring(7))
                    .limit(11)
                    .collect(Collectors.toList());
            assertThat(types)
                    .containsExactly(
                            "Submitted",
                            "Queued",
                            "LeaseGranted",
                            "EpochDone",
                            "CheckpointPublished",
                            "Submitted",
                            "Queued",
                            "Finished",
                            "LeaseGranted",
                            "Scored",
                            "Finished");
        }
    }

    @Test
    void a_lost_worker_and_a_restarted_coordinator_lose_no_job() {
        client.post("/v1/jobs", train("survivor", 0.002));
        try (var first = queue(Kind.TRAIN)) {
            var lease = take(first);
            lease.report(new Report.CheckpointSaved(Samples.checkpoint(1, 1)));
            Await.until("checkpoint", LONG, () -> !job("survivor")
                    .path("checkpoints")
                    .isEmpty());
            lease.close(); // no more signs of life, and no word that it has ended
            coordinator.close();
            begin();
            assertThat(state("survivor")).isEqualTo("running");
        }
        try (var second = queue(Kind.TRAIN);
                var lease = take(second)) {
            assertThat(lease.job().job().value()).isEqualTo("survivor");
            assertThat(lease.job().leaseEpoch()).isEqualTo(2);
            assertThat(lease.job().resumeFrom()).contains(Samples.checkpoint(1, 1));
            assertThat(job("survivor").path("leasesLost").asInt()).isEqualTo(1);
            assertThat(client.delete("/v1/jobs/survivor").status()).isEqualTo(202);
            Await.until("stop", LONG, lease::mustStop);
        }
        assertThat(state("survivor")).isEqualTo("cancelled");
        assertThat(client.delete("/v1/jobs/survivor").status()).isEqualTo(200);
    }

    @Test
    void submitting_twice_is_harmless_and_another_spec_is_a_conflict() {
        var parked = train("twice", 0.1).replace("\"kind\"", "\"queue\":\"nobody\",\"kind\"");
        assertThat(client.post("/v1/jobs", parked).status()).isEqualTo(201);
        assertThat(client.post("/v1/jobs", parked).status()).isEqualTo(200);
        assertThat(client.post("/v1/jobs", train("twice", 0.2)).status()).isEqualTo(409);
        var unnamed = parked.replace("\"id\":\"twice\",", "");
        var id = client.post("/v1/jobs", unnamed).json().path("id").asText();
        assertThat(id).startsWith("train-");
        assertThat(client.post("/v1/jobs", unnamed).json().path("id").asText()).isEqualTo(id);
        var given = client.get("/v1/jobs/twice").json().path("spec");
        assertThat(given.path("queue").asText()).isEqualTo("nobody");
    }

    @Test
    void a_sweep_shows_its_trials_and_is_cancelled_with_them() {
        var sweep = """
                {"id":"grid","kind":"sweep","model":"scm","data":"/data/CUB","queue":"nobody",
                 "grid":{"arch":["scm","tscam"],"learningRate":[0.1,0.2]}}""";
        var answer = client.post("/v1/jobs", sweep).json();
        assertThat(answer.path("children")).hasSize(4);
        assertThat(client.get("/v1/jobs?parent=grid&kind=train").json().path("jobs"))
                .hasSize(4);
        assertThat(job("grid-t003").path("arch").asText()).contains("tscam");

        assertThat(client.post("/v1/jobs/grid/cancel", "{\"reason\":\"enough\"}")
                        .status())
                .isEqualTo(202);

        assertThat(state("grid-t004")).isEqualTo("cancelled");
    }

    @Test
    void what_is_wrong_is_said_with_its_field() {
        assertThat(error("{\"kind\":\"train\",\"model\":\"scm\",\"data\":\"/d\",\"recipe\":{\"learningrate\":1}}"))
                .isEqualTo("400 invalid recipe.learningrate");
        assertThat(error("{\"kind\":\"train\",\"model\":\"scm\",\"data\":\"/d\",\"recipe\":{\"learningRate\":0}}"))
                .isEqualTo("400 invalid recipe.learningRate");
        assertThat(error("{\"kind\":")).isEqualTo("400 invalid ");
        assertThat(error("x".repeat(2_000_000))).isEqualTo("413 invalid ");
        assertThat(client.get("/v1/jobs/nobody")
                        .json()
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo("not_found");
        assertThat(client.get("/v1/nothing").json().path("error").path("code").asText())
                .isEqualTo("not_found");
        assertThat(client.delete("/v1/jobs/nobody").status()).isEqualTo(404);
        assertThat(client.get("/v1/events?job=nobody").status()).isEqualTo(404);
        assertThat(client.get("/v1/jobs?limit=x").status()).isEqualTo(400);
        assertThat(client.post("/v1/webhooks", "{\"name\":\"far\",\"url\":\"http://127.0.0.1:99999/\"}")
                        .body())
                .contains("\"field\":\"url\"", "65535");
        assertThat(client.get("/v1/board?history=1").status()).isEqualTo(400);
        assertThat(client.post("/v1/jobs/cancel", "{\"select\":{}}").body()).contains("\"field\":\"select\"");
    }

    @Test
    void each_path_knows_the_methods_that_its_description_names_and_a_refusal_lists_them() throws Exception {
        var paths = described();
        for (var path : iterable(paths.fieldNames())) {
            var at = path.replaceAll("\\{[a-z]+}", "x");
            var known = new TreeSet<String>();
            for (var other : iterable(paths.fieldNames()))
                if (at.matches(other.replaceAll("\\{[a-z]+}", "[^/]+")))
                    paths.path(other).fieldNames().forEachRemaining(m -> known.add(m.toUpperCase(Locale.ROOT)));
            known.remove("PARAMETERS");
            if (known.contains("GET")) known.add("HEAD");

            var answer = raw(HttpClient.Version.HTTP_1_1, "PATCH", at);

            assertThat(answer.statusCode()).as(path).isEqualTo(405);
            assertThat(answer.headers().firstValue("allow")).as(path).contains(String.join(", ", known));
        }
    }

    @Test
    void head_is_get_without_the_body() throws Exception {
        for (var version : HttpClient.Version.values()) {
            for (var path : List.of("/v1/jobs/nobody", "/openapi.yaml", "/v1/sweeps/nobody", "/v1/board")) {
                var head = raw(version, "HEAD", path);
                var get = raw(version, "GET", path);

                assertThat(head.version()).isEqualTo(version);
                assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
                assertThat(head.headers().map())
                        .as(path)
                        .isEqualTo(get.headers().map());
                assertThat(head.headers().firstValue("content-length")).isPresent();
                assertThat(head.body()).as(path).isEmpty();
            }
            assertThat(raw(version, "HEAD", "/v1/events").statusCode()).isEqualTo(200); // and it ends
        }
    }

    @Test
    void a_parameter_that_the_description_does_not_name_is_refused_with_those_that_it_names() throws Exception {
        var paths = described();
        for (var path : iterable(paths.fieldNames())) {
            if (!path.startsWith("/v1/") || !paths.path(path).has("get")) continue;
            var error = client.get(path.replaceAll("\\{[a-z]+}", "x") + "?nonsense=1")
                    .json()
                    .path("error");

            assertThat(error.path("field").asText()).as(path).isEqualTo("nonsense");
            for (var parameter : paths.path(path).path("get").path("parameters"))
                if (parameter.path("in").asText().equals("query"))
                    assertThat(error.path("message").asText())
                            .as(path)
                            .contains(parameter.path("name").asText());
        }
        assertThat(client.get("/v1/jobs?stat=failed").body()).contains("did you mean state?");
        assertThat(client.get("/v1/jobs?state=failed&state=queued").status()).isEqualTo(400);
        assertThat(client.delete("/v1/jobs/x?force=true").status()).isEqualTo(400);
        assertThat(client.get("/health?probe=7").status()).isEqualTo(200);
    }

    private static JsonNode described() throws IOException {
        return new YAMLMapper().readTree(client.get("/openapi.yaml").body()).path("paths");
    }

    private static <T> Iterable<T> iterable(Iterator<T> all) {
        return () -> all;
    }

    private static HttpResponse<String> raw(HttpClient.Version version, String method, String path) throws Exception {
        var request = HttpRequest.newBuilder(coordinator.address().resolve(path))
                .version(version)
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Only a plain socket sends such an address. */
    @Test
    void an_address_that_cannot_be_taken_apart_is_a_mistake_like_any_other() throws Exception {
        var at = coordinator.address();
        try (var socket = new Socket(at.getHost(), at.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /v1/jobs/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(UTF_8));

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("\"code\":\"invalid\"", "hexadecimal");
        }
    }

    @Test
    void a_page_of_another_site_cannot_start_or_stop_jobs() {
        var form = HttpRequest.newBuilder(coordinator.address().resolve("/v1/jobs"))
                .header("content-type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(train("evil", 1)));
        var foreign = HttpRequest.newBuilder(coordinator.address().resolve("/v1/jobs/x/cancel"))
                .header("sec-fetch-site", "cross-site")
                .POST(HttpRequest.BodyPublishers.noBody());

        assertThat(client.send(form).status()).isEqualTo(400);
        assertThat(client.send(foreign).status()).isEqualTo(403);
    }

    @Test
    void the_history_is_read_from_any_place_also_by_readers_whom_memory_does_not_reach() throws Exception {
        client.post("/v1/jobs", train("past", 0.3).replace("\"kind\"", "\"queue\":\"nobody\",\"kind\""));
        client.delete("/v1/jobs/past");
        var all = ids("/v1/events?job=past&from=beginning", 3);
        assertThat(ids("/v1/events?job=past", 2, "Last-Event-ID", all.get(0))).isEqualTo(all.subList(1, 3));
        assertThat(client.get("/v1/events?from=yesterday").status()).isEqualTo(400);

        try (var other = new Other()) {
            other.feed.start();
            Await.until("view", LONG, other.feed::caughtUp);
            client = new Client(other.door.address());
            assertThat(ids("/v1/events?job=past&from=beginning", 3)).isEqualTo(all);
            assertThat(client.post("/v1/jobs", train("never", 0.4)).status()).isEqualTo(503);
            var workers = client.get("/v1/workers");
            assertThat(workers.status()).isEqualTo(503);
            assertThat(workers.body()).contains("Kafka cannot be reached");
        } finally {
            client = new Client(coordinator.address());
        }
    }

    /** Clients come back at once when a coordinator was started again, which then has its history to read. */
    @Test
    void a_reader_who_comes_before_the_history_is_read_again_gets_what_comes_after_his_last_event() throws Exception {
        client.post("/v1/jobs", train("early", 0.5).replace("\"kind\"", "\"queue\":\"nobody\",\"kind\""));
        client.delete("/v1/jobs/early");
        var all = ids("/v1/events?from=beginning", 3);

        try (var other = new Other()) {
            var reader = new Client(other.door.address());
            assertThat(reader.get("/v1/events?from=now").status()).isEqualTo(503);
            assertThat(reader.get("/v1/events?job=early").status()).isEqualTo(503);
            var job = reader.get("/v1/jobs/early");
            assertThat(job.status()).as("it is there, but nobody knows yet").isEqualTo(503);
            assertThat(job.body()).contains("there is no job 'early'", "has just started");
            try (var lines = reader.lines("/v1/events", "Last-Event-ID", all.get(0))) {
                other.feed.start();
                assertThat(lines.filter(l -> l.startsWith("id: ")).limit(2))
                        .containsExactly("id: " + all.get(1), "id: " + all.get(2));
            }
        }
    }

    /** Another one on the same broker, that only tells what it reads. */
    private static final class Other implements AutoCloseable {
        private final JobView view = new JobView();
        private final Vertx vertx = Vertx.vertx();
        private final Feed feed = new Feed(broker.settings(), view, Optional.empty(), 1, 1_000_000);
        private final Webhooks hooks =
                new Webhooks(broker.settings(), Duration.ofSeconds(2), List.of(), (id, e) -> "", at -> true);
        private final HttpDoor door = HttpDoor.open(
                vertx,
                "127.0.0.1",
                0,
                view,
                new BenchmarkView(),
                new Workers(view),
                hooks,
                feed,
                new EventLog(broker.settings()),
                c -> CompletableFuture.failedFuture(new IllegalStateException("no broker")),
                new DeadLetters(broker.settings()),
                (topic, key, value, headers) -> CompletableFuture.completedFuture(null),
                () -> new Health("down", "unreachable", ""),
                new Metrics(view, feed, new Counts()));

        @Override
        public void close() {
            door.close();
            hooks.close();
            feed.close();
            var unused = vertx.close();
        }
    }

    @Test
    void an_event_that_a_view_cannot_follow_is_the_only_one_that_it_misses() {
        var view = new JobView();
        try (var feed = new Feed(broker.settings(), view, Optional.empty())) {
            feed.add(new Memory() {
                @Override
                public void hear(JobEvent e) {
                    if (e.job().value().equals("odd")) throw new IllegalStateException("no view of this");
                }

                @Override
                public List<Object> keep() {
                    return List.of();
                }

                @Override
                public void recall(List<Object> kept) {}
            });
            feed.start();
            client.post("/v1/jobs", train("odd", 0.5).replace("\"kind\"", "\"queue\":\"nobody\",\"kind\""));
            client.post("/v1/jobs", train("even", 0.6).replace("\"kind\"", "\"queue\":\"nobody\",\"kind\""));

            Await.until("the next job", LONG, () -> view.get(new JobId("even")).isPresent());
            assertThat(view.get(new JobId("odd"))).as("of another view").isPresent();
        } finally {
            client.delete("/v1/jobs/odd");
            client.delete("/v1/jobs/even");
        }
    }

    @Test
    void a_webhook_is_made_only_when_the_history_that_it_follows_and_those_that_there_are_have_been_read() {
        try (var other = new Other()) {
            var wish = "{\"name\":\"early\",\"url\":\"http://127.0.0.1:1/\"}";
            var early = new Client(other.door.address());

            assertThat(early.post("/v1/webhooks", wish).status()).isEqualTo(503);
            other.feed.start();
            Await.until("view", LONG, other.feed::caughtUp);
            assertThat(early.post("/v1/webhooks", wish).status()).isEqualTo(503);
            assertThat(early.delete("/v1/webhooks/early").status()).isEqualTo(503);
            other.hooks.start();
            Await.until("list", LONG, other.hooks::caughtUp);
            assertThat(early.post("/v1/webhooks", wish).status()).isEqualTo(201);
            assertThat(early.delete("/v1/webhooks/early").status()).isEqualTo(200);
        }
    }

    private static List<String> ids(String path, int most, String... headers) {
        try (var lines = client.lines(path, headers)) {
            return lines.filter(l -> l.startsWith("id: "))
                    .map(l -> l.substring(4))
                    .limit(most)
                    .toList();
        }
    }

    @Test
    void a_port_in_use_is_named() {
        var taken = CoordinatorSettings.of(broker.settings())
                .withPort(coordinator.address().getPort());

        assertThatThrownBy(() -> Coordinator.start(taken))
                .hasMessageContaining(String.valueOf(coordinator.address().getPort()))
                .hasMessageContaining("WSOL_HTTP_PORT");
    }

    private static String train(String id, double rate) {
        return "{\"id\":\"" + id + "\",\"kind\":\"train\",\"model\":\"scm\",\"data\":\"/data/CUB\","
                + "\"recipe\":{\"epochs\":2,\"learningRate\":" + rate + "}}";
    }

    private static String error(String body) {
        var answer = client.post("/v1/jobs", body);
        var error = answer.json().path("error");
        return answer.status() + " " + error.path("code").asText() + " "
                + error.path("field").asText();
    }

    private static JsonNode job(String id) {
        return client.get("/v1/jobs/" + id).json();
    }

    private static String state(String id) {
        return job(id).path("state").asText();
    }

    private static WorkQueue queue(Kind kind) {
        return WorkQueue.open(WorkSettings.of(broker.settings(), "w", kind, List.of("default")));
    }

    private static Lease take(WorkQueue queue) {
        return queue.take(LONG).orElseThrow(() -> new AssertionError("no job in time"));
    }
}
