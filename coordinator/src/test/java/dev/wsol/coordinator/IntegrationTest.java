package dev.wsol.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Report;
import dev.wsol.contract.published.NpmTools;
import dev.wsol.contract.wire.v1.BenchmarkProto;
import dev.wsol.contract.wire.v1.CommandProto;
import dev.wsol.contract.wire.v1.JobProto;
import dev.wsol.contract.wire.v1.ModelProto;
import dev.wsol.contract.work.Kind;
import dev.wsol.contract.work.TestBroker;
import dev.wsol.contract.work.WorkQueue;
import dev.wsol.contract.work.WorkSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Other services with their own clients: commands on Kafka, the example programs, a webhook's receiver. One story. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IntegrationTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();
    private static final String SHA = "ab".repeat(32);
    private static final byte[] SECRET =
            "a secret of just 24 bytes".substring(0, 24).getBytes(StandardCharsets.UTF_8);

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

    private static void begin() {
        coordinator = Coordinator.start(
                CoordinatorSettings.of(broker.settings()).withPort(0).withSessionTimeout(Duration.ofSeconds(2)));
        client = new Client(coordinator.address());
        Await.until("health", LONG, () -> client.get("/health").status() == 200);
    }

    @AfterAll
    static void stop() {
        coordinator.close();
        broker.close();
    }

    @Test
    @Order(1)
    void commands_on_kafka_work_like_requests_over_http() {
        publish(CommandProto.Command.newBuilder()
                .setCommandId("by-kafka-1")
                .setJobId("benchmark-nightly")
                .setCreateBenchmark(CommandProto.CreateBenchmark.newBuilder()
                        .setRule(BenchmarkProto.BenchmarkRule.newBuilder()
                                .setName("nightly")
                                .addOn(BenchmarkProto.CheckpointMatch.newBuilder()
                                        .setField("source")
                                        .setPattern("lab-*"))
                                .setData(JobProto.DataRef.newBuilder().setPath("/data/CUB"))
                                .addProtocols("deployed")
                                .setQueue("bench")))
                .build());
        Await.until("rule", LONG, () -> client.get("/v1/benchmarks/nightly").status() == 200);
        publish(CommandProto.Command.newBuilder()
                .setCommandId("by-kafka-2")
                .setJobId("checkpoint-abababababab")
                .setRegisterCheckpoint(CommandProto.RegisterCheckpoint.newBuilder()
                        .setRegistered(BenchmarkProto.RegisteredCheckpoint.newBuilder()
                                .setCheckpoint(JobProto.CheckpointRef.newBuilder()
                                        .setUri("s3://lab/run-7")
                                        .setSha256(SHA))
                                .setModel(ModelProto.ModelSpec.newBuilder().setArch("scm"))
                                .setOrigin(JobProto.Origin.newBuilder().setSource("lab-7"))))
                .build());

        Await.until(
                "evaluation",
                LONG,
                () -> client.get("/v1/jobs/nightly-abababababab").status() == 200);
        var again = client.post(
                "/v1/checkpoints",
                "{\"uri\":\"s3://lab/run-7\",\"sha256\":\"" + SHA + "\",\"model\":\"scm\",\"source\":\"lab-7\"}");
        assertThat(again.status()).as(again.body()).isEqualTo(201);
        assertThat(again.json().path("evaluations")).isEmpty();
    }

    @Test
    @Order(2)
    void a_webhook_gets_signed_events_again_until_it_takes_them_and_goes_on_after_a_restart() throws Exception {
        try (var receiver = new Receiver(503, 200)) {
            var made = client.post(
                    "/v1/webhooks",
                    "{\"name\":\"chat\",\"url\":\"" + receiver.at("/hook?token=t")
                            + "\",\"events\":[\"Scored\",\"Cancelled\"]," + "\"secret\":\"whsec_"
                            + Base64.getEncoder().encodeToString(SECRET) + "\"}");
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            assertThat(made.body() + client.get("/v1/webhooks").body()).doesNotContain("secret");

            evaluate();

            Await.until("second attempt", LONG, () -> receiver.got().size() >= 2);
            var first = receiver.got().get(0);
            var second = receiver.got().get(1);
            assertThat(second.id()).isEqualTo(first.id()).matches("0-[0-9]+");
            assertThat(second.signature()).isEqualTo("v1," + hmac(second));
            assertThat(new String(second.body(), StandardCharsets.UTF_8))
                    .contains("\"type\":\"Scored\"", "\"maxBoxAcc50\":61.25");
            var log = Await.until("log", LONG, () -> {
                var all = client.get("/v1/webhooks/chat/deliveries").json().path("deliveries");
                return all.size() >= 2 ? all : null;
            });
            assertThat(log.get(0).path("status").asInt()).isEqualTo(503);
            assertThat(log.get(0).path("outcome").asText()).isEqualTo("retry");
            assertThat(log.get(1).path("outcome").asText()).isEqualTo("delivered");

            client.post("/v1/jobs", "{\"id\":\"gone\",\"kind\":\"train\",\"model\":\"scm\",\"data\":\"/data/CUB\"}");
            coordinator.close();
            begin();
            client.delete("/v1/jobs/gone");

            Await.until("third", LONG, () -> receiver.got().size() >= 3);
            assertThat(new String(receiver.got().get(2).body(), StandardCharsets.UTF_8))
                    .contains("\"type\":\"Cancelled\"");
            assertThat(client.get("/v1/benchmarks/nightly")
                            .json()
                            .at("/evaluations/0/state")
                            .asText())
                    .isEqualTo("finished");
            assertThat(client.delete("/v1/webhooks/chat").status()).isEqualTo(200);
        }
    }

    @Test
    @Order(3)
    void a_receiver_is_http_or_https_and_an_event_is_one_that_there_is() {
        assertThat(hook("file:///etc/passwd", "Scored")).isEqualTo("400 url");
        assertThat(hook("http://user:word@host/", "Scored")).isEqualTo("400 url");
        assertThat(hook("http://host/", "Score")).isEqualTo("400 events");
    }

    @Test
    @Order(4)
    void the_java_example_prints_the_result() throws Exception {
        var classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

        var said = NpmTools.run(
                HOUSE,
                60,
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        classes,
                        "examples/java/Results.java",
                        broker.settings().bootstrap(),
                        "1"));

        assertThat(said.text()).contains("deployed on CUB: {").contains("maxBoxAcc50=61.25");
        assertThat(said.code()).isZero();
    }

    @Test
    @Order(5)
    void the_node_example_prints_the_result() throws Exception {
        var example = HOUSE.resolve("examples/node");
        var tools = NpmTools.install(example, Path.of("target/node-example").toAbsolutePath());

        var said = NpmTools.run(
                tools.folder(),
                60,
                List.of(
                        "node",
                        example.resolve("results.js").toString(),
                        broker.settings().bootstrap(),
                        "1"),
                Map.of("NODE_PATH", tools.folder().resolve("node_modules").toString()));

        assertThat(said.text()).contains("\"maxBoxAcc50\":61.25", "\"name\":\"deployed\"");
        assertThat(said.code()).isZero();
    }

    @Test
    @Order(6)
    void a_rule_for_checkpoints_that_are_there_makes_their_evaluations_over_http_and_over_kafka() {
        var late =
                "{\"name\":\"late\",\"on\":[\"source=lab-*\"],\"data\":\"/data/ILSVRC\",\"queue\":\"late\",\"existing\":true}";

        var made = client.post("/v1/benchmarks", late);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.json().at("/existing/made").asInt()).isEqualTo(1);
        assertThat(made.json().at("/existing/done").asBoolean()).isTrue();
        var again = client.post("/v1/benchmarks", late);
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.json().at("/existing/made").asInt()).isZero();
        publish(CommandProto.Command.newBuilder()
                .setCommandId("by-kafka-3")
                .setJobId("benchmark-later")
                .setCreateBenchmark(CommandProto.CreateBenchmark.newBuilder()
                        .setRule(BenchmarkProto.BenchmarkRule.newBuilder()
                                .setName("later")
                                .setData(JobProto.DataRef.newBuilder().setPath("/data/VOC"))
                                .addProtocols("deployed")
                                .setQueue("late"))
                        .setExisting(true))
                .build());

        Await.until(
                "evaluation",
                LONG,
                () -> client.get("/v1/jobs/later-abababababab").status() == 200);
        var shown = client.get("/v1/benchmarks/later").json();
        assertThat(shown.at("/existing/made").asInt()).isEqualTo(1);
        assertThat(shown.at("/evaluations/0/job").asText()).isEqualTo("later-abababababab");
        assertThat(shown.path("total").asInt()).isEqualTo(1);
        assertThat(shown.path("next").isNull()).isTrue();
        assertThat(client.get("/v1/benchmarks/later?cursor=x").status()).isEqualTo(400);
        var checkpoints = client.get("/v1/checkpoints?limit=1").json();
        assertThat(checkpoints.at("/checkpoints/0/checkpoint/sha256").asText()).isEqualTo(SHA);
        assertThat(checkpoints.path("next").isNull()).isTrue();
        assertThat(client.get("/v1/checkpoints?cursor=7").status()).isEqualTo(400);
        assertThat(client.get("/v1/checkpoints?cursor=0-" + SHA).json().path("checkpoints"))
                .isEmpty();
        assertThat(client.get("/v1/jobs/late-abababababab").status()).isEqualTo(200);
        assertThat(client.post("/v1/benchmarks", late.replace("true", "1")).body())
                .contains("existing", "expected true or false");
    }

    private static void evaluate() {
        try (var queue = WorkQueue.open(WorkSettings.of(broker.settings(), "w", Kind.EVALUATE, List.of("bench")));
                var lease = queue.take(LONG).orElseThrow()) {
            var spec = (JobSpec.Evaluate) lease.job().spec();
            lease.report(
                    new Report.EvaluationFinished(Samples.results(lease.job().job(), spec)));
            Await.until("end", LONG, () -> client.get("/v1/jobs/nightly-abababababab")
                    .json()
                    .path("state")
                    .asText()
                    .equals("finished"));
        }
    }

    private static String hook(String url, String event) {
        var answer = client.post(
                "/v1/webhooks", "{\"name\":\"bad\",\"url\":\"" + url + "\",\"events\":[\"" + event + "\"]}");
        return answer.status() + " " + answer.json().at("/error/field").asText();
    }

    /** As the receiver computes it, from the headers and the body alone. */
    private static String hmac(Receiver.Got got) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        var signed =
                ByteString.copyFromUtf8(got.id() + "." + got.timestamp() + ".").concat(ByteString.copyFrom(got.body()));
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
    }

    private static void publish(CommandProto.Command command) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.settings().bootstrap());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            var unused =
                    producer.send(new ProducerRecord<>("wsol.commands", command.getJobId(), command.toByteArray()));
        }
    }
}
