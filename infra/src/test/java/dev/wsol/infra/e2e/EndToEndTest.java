package dev.wsol.infra.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.coordinator.job.OwnerLimits;
import dev.wsol.infra.cli.client.Api;
import dev.wsol.infra.cli.client.ClientCommands;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Terminal;
import dev.wsol.infra.local.stack.LocalStack;
import dev.wsol.infra.local.stack.StackPlan;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.StoreSettings;
import dev.wsol.vision.checkpoint.Tensor;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The whole walk on real parts, seen with other people's clients: plain Kafka consumer, plain S3 client. */
class EndToEndTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int TRIALS = 2;
    private static final int EPOCHS = 2;
    private static final int PROTOCOLS = 2;

    /** What is tried. */
    interface Stack extends AutoCloseable {
        URI http();

        KafkaSettings kafka();

        StoreSettings storeSettings();
    }

    /** Starts it; returns when it takes jobs. */
    Stack open(Path dir) {
        return new Local(new LocalStack(StackPlan.in(dir).withOwners(OwnerLimits.parse("eve=1"))).start());
    }

    private record Local(LocalStack stack) implements Stack {
        @Override
        public URI http() {
            return stack.http();
        }

        @Override
        public KafkaSettings kafka() {
            return stack.kafka();
        }

        @Override
        public StoreSettings storeSettings() {
            return stack.storeSettings();
        }

        @Override
        public void close() {
            stack.close();
        }
    }

    @Test
    void a_sweep_over_http_becomes_one_result_per_checkpoint_and_protocol_and_objects_with_these_digests(
            @TempDir Path dir) throws Exception {
        var data = TinyJobs.data(dir);
        try (var stack = open(dir.resolve("stack"));
                var history = new History(stack.kafka().bootstrap());
                var s3 = client(stack.storeSettings())) {
            var api = new Api(stack.http());
            if (stack instanceof Local) assertAnOwnerIsHeldToTheLimit(api, data);
            api.submit(TinyJobs.sweep("walk", data, EPOCHS));

            history.awaitEnd("walk", LIMIT);

            history.assertRecordedExactlyOnce("walk");
            var results = history.resultsOf("walk");
            assertThat(results).hasSize(TRIALS * EPOCHS * PROTOCOLS);
            for (var result : results) assertStored(s3, result);
            assertThat(s3.listObjectsV2(r -> r.bucket("wsol").prefix("evaluations/"))
                            .contents())
                    .as("counts for a second attempt are removed when the first has finished")
                    .noneMatch(object -> object.key().contains("/partial/"));
            var views = new Views(api);
            views.finished("walk");
            views.boards(Map.of("sweep", "walk", "protocol", "deployed"), TRIALS * EPOCHS);
            var all = views.boards(Map.of("sweep", "walk"), TRIALS * EPOCHS * PROTOCOLS);
            assertTheRunHasItsCard(s3, api);
            assertThat(all.path("boards")).hasSize(PROTOCOLS);
            assertThat(all.path("note").asText()).contains("not comparable");
            assertThat(all.at("/boards/1/rankedBy").asText()).isEqualTo("meanMaxBoxAcc");
            assertThat(all.at("/boards/0/repeats/0/n").asInt()).isEqualTo(TRIALS);
            assertARepeatedSubmitIsHarmless(api, data, history);
            assertAConformerWalksToo(api, data, history);
            assertARerunEndsWithTheSameWeights(stack, history, s3, dir);
            assertPixelsAreScored(s3, api, history, MaskedData.of(data, dir.resolve("metadata")), data);
        }
    }

    /** Of jobs that no worker takes, so that they are in nobody's way. */
    private static void assertAnOwnerIsHeldToTheLimit(Api api, Path data) {
        for (var id : new String[] {"eve-1", "eve-2"})
            api.submit(TinyJobs.conformer(id, data).put("owner", "eve").put("queue", "unserved"));

        assertThat(api.job("eve-1").at("/waitsFor/reason").asText()).isEqualTo("queue");
        assertThat(api.job("eve-2").at("/waitsFor/text").asText())
                .isEqualTo("owner limit: eve may have 1 training at a time");
    }

    /** A checkpoint of the sweep once more, on the same images with masks. */
    private static void assertPixelsAreScored(S3Client s3, Api api, History history, Path metadata, Path data)
            throws Exception {
        var spec =
                Json.object().put("id", "masked-pixels").put("kind", "evaluate").put("overlays", 1);
        var trained = new Views(api).finished("walk-t001");
        spec.set("checkpoint", trained.at("/chosen/checkpoint"));
        spec.set("model", trained.at("/spec/model"));
        spec.putObject("data")
                .put("path", metadata.toString())
                .put("images", data.resolve("images").toString());
        spec.putArray("protocols").add("pxap");
        api.submit(spec);

        history.awaitEnd("masked-pixels", LIMIT);

        new Views(api).finished("masked-pixels");
        var result = history.resultsOf("masked").get(0);
        assertThat(result.images()).isEqualTo(12);
        var curve = new String(bytes(s3, result.reportUri() + "/curves.csv"), UTF_8);
        double share = curve.lines()
                .filter(l -> l.startsWith("pxap,coupled,pixel_precision,,0.0,"))
                .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(',') + 1)))
                .findFirst()
                .orElseThrow();
        assertThat(result.metrics().get("pxap")).isBetween(share / 2, 99.0); // share: what a constant map gets
        assertThat(new String(bytes(s3, result.reportUri() + "/report.html"), UTF_8))
                .contains("Precision over recall", result.protocol().digest());
    }

    /** One trial: what its trainer and its evaluators have written of it, together. */
    private static void assertTheRunHasItsCard(S3Client s3, Api api) throws Exception {
        var folder = "s3://wsol/jobs/walk-t001/logs/";
        var card = Json.read(new String(bytes(s3, folder + "run.json"), UTF_8));
        assertThat(card.path("scores")).hasSize(EPOCHS * PROTOCOLS);
        assertThat(card.at("/chosen/rule").asText()).isEqualTo("top1Loc on validation");
        assertThat(card.at("/chosen/among").asInt()).isEqualTo(EPOCHS);
        assertThat(card.at("/chosen/checkpoint/sha256"))
                .isEqualTo(new Views(api).finished("walk-t001").at("/chosen/checkpoint/sha256"));
        assertThat(sha256(s3, folder + "ckpt/model_best.safetensors"))
                .isEqualTo(card.at("/chosen/checkpoint/sha256").asText());
        assertThat(new String(bytes(s3, folder + "val.txt"), UTF_8).lines()).hasSize(EPOCHS);
        var validation = s3.listObjectsV2(r -> r.bucket("wsol").prefix("jobs/walk-t001/logs/validation/"));
        assertThat(validation.contents()).hasSize(EPOCHS);
    }

    private static void assertARepeatedSubmitIsHarmless(Api api, Path data, History history) {
        api.submit(TinyJobs.sweep("walk", data, EPOCHS));
        history.assertRecordedExactlyOnce("walk");
    }

    private static void assertAConformerWalksToo(Api api, Path data, History history) throws Exception {
        api.submit(TinyJobs.conformer("two-branches", data));
        history.awaitEnd("two-branches", LIMIT);
        assertThat(history.resultsOf("two-branches"))
                .hasSize(PROTOCOLS)
                .allSatisfy(result -> assertThat(result.images()).isEqualTo(12));
        new Views(api).finished("two-branches");
    }

    /** The command, as a user types it. */
    private static void assertARerunEndsWithTheSameWeights(Stack stack, History history, S3Client s3, Path dir)
            throws Exception {
        var out = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
        var line = new CommandLine(CommandLine.Model.CommandSpec.create());
        var shell = new Shell(out, out, Map.of(), Terminal.PLAIN);
        ClientCommands.all().forEach((name, make) -> line.addSubcommand(name, make.apply(shell)));
        assertThat(line.execute("rerun", "two-branches", "--url", stack.http().toString()))
                .isZero();

        history.awaitEnd("two-branches-again", LIMIT);

        assertThat(weights(s3, "two-branches-again", dir)).isEqualTo(weights(s3, "two-branches", dir));
    }

    private static Map<String, Tensor> weights(S3Client s3, String run, Path dir) throws Exception {
        var uri = "s3://wsol/jobs/" + run + "/e1/checkpoints/0001/model.safetensors";
        var file = Files.write(dir.resolve(run + ".safetensors"), bytes(s3, uri));
        return Safetensors.read(file).tensors();
    }

    private static void assertStored(S3Client s3, EvaluationResult result) throws Exception {
        assertThat(result.images()).isEqualTo(12);
        boolean strict = result.protocol().name().equals("strict");
        assertThat(result.metrics()).containsKeys("top1Cls", strict ? "meanMaxBoxAcc" : "maxBoxAcc50");
        assertThat(result.baselines()).containsKey(strict ? "centredBox90" : "centredBox50");
        assertThat(result.counts().values().stream().mapToLong(n -> n).sum()
                        - result.counts().get("degenerateMaps"))
                .isEqualTo(result.images());
        assertThat(sha256(s3, result.checkpoint().uri() + "/model.safetensors"))
                .isEqualTo(result.checkpoint().sha256());
        assertThat(bytes(s3, result.reportUri() + "/result.json")).isNotEmpty();
        assertThat(bytes(s3, result.reportUri() + "/overlays.png")).startsWith(0x89, 'P', 'N', 'G');
        assertThat(new String(bytes(s3, result.reportUri() + "/report.html"), UTF_8))
                .contains(result.protocol().digest(), result.checkpoint().sha256(), "data:image/jpeg");
    }

    private static String sha256(S3Client s3, String uri) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(s3, uri)));
    }

    private static byte[] bytes(S3Client s3, String uri) {
        var path = uri.substring("s3://".length());
        int slash = path.indexOf('/');
        return s3.getObjectAsBytes(g -> g.bucket(path.substring(0, slash)).key(path.substring(slash + 1)))
                .asByteArray();
    }

    private static S3Client client(StoreSettings at) {
        return S3Client.builder()
                .endpointOverride(at.endpoint())
                .region(Region.of(at.region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(at.accessKey(), at.secretKey())))
                .forcePathStyle(true)
                .build();
    }
}
