package dev.wsol.infra.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpServer;
import dev.wsol.contract.ModelSpec;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Terminal;
import dev.wsol.infra.local.LocalStore;
import dev.wsol.vision.checkpoint.CheckpointFolder;
import dev.wsol.vision.checkpoint.Digest;
import dev.wsol.vision.checkpoint.Pth;
import dev.wsol.vision.checkpoint.S3CheckpointStore;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.StoreSettings;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointCommandTest {
    private static final ModelSpec SMALL = new ModelSpec("deit_scm_micro", 16, 1, 2, List.of());
    private static final String[] SIZES = {"--arch", "deit_scm_micro", "--width", "16", "--depth", "1", "--heads", "2"};
    private static final Map<String, Tensor> WEIGHTS = weights();

    @TempDir
    private Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> env = new HashMap<>();
    private Path official;

    private static Map<String, Tensor> weights() {
        try (var network = Network.create(Architectures.of(SMALL, 4), 3)) {
            return network.export();
        }
    }

    @BeforeEach
    void saveAsTheOfficialProgramDoes() throws IOException {
        official = dir.resolve("model_best.pth");
        Pth.trained(12, WEIGHTS, 96.57).write(official);
        env.put("WSOL_WEIGHTS_DIR", dir.resolve("cache").toString());
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        var shell =
                new Shell(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), env, Terminal.PLAIN);
        return Wsol.run(args, shell);
    }

    private int checkpoint(String command, Object file, String... options) {
        var args = new ArrayList<>(List.of("checkpoint", command, file.toString()));
        args.addAll(List.of(options));
        return run(args.toArray(String[]::new));
    }

    private static String[] and(String[] some, String... others) {
        var all = new ArrayList<>(List.of(some));
        all.addAll(List.of(others));
        return all.toArray(String[]::new);
    }

    private String said() {
        return out.toString(UTF_8);
    }

    private String complained() {
        return err.toString(UTF_8);
    }

    @Test
    void a_look_into_an_official_file_tells_its_network_its_digest_and_its_entries() throws IOException {
        assertThat(checkpoint("show", official)).isZero();

        assertThat(said())
                .contains(Digest.of(official).sha256())
                .contains("deit_scm_small_patch16_224, 4 classes, width 16, depth 1 (the number of heads")
                .contains("epoch       12", "best_map    96.57")
                .containsPattern("head\\.weight +F32 +\\[4 x 16 x 3 x 3]");
    }

    @Test
    void the_same_look_as_json() throws JsonProcessingException {
        assertThat(checkpoint("show", official, "--json")).isZero();

        var tree = Json.read(said());
        assertThat(tree.at("/network/classes").asInt()).isEqualTo(4);
        assertThat(tree.at("/network/certain").asBoolean()).isFalse();
        assertThat(tree.path("entries")).hasSize(WEIGHTS.size());
        assertThat(tree.at("/entries/0/name").asText()).isEqualTo("cls_token");
        assertThat(tree.at("/entries/0/shape").toString()).isEqualTo("[1,1,16]");
    }

    @Test
    void an_official_file_becomes_a_checkpoint_of_ours_and_an_official_file_again() throws IOException {
        Path folder = dir.resolve("ours");
        Path again = dir.resolve("again.pth");

        assertThat(checkpoint("import", official, and(SIZES, "--out", folder.toString())))
                .isZero();
        assertThat(said().strip())
                .isEqualTo(folder + " "
                        + Digest.of(folder.resolve("model.safetensors")).sha256());
        assertThat(checkpoint("export", folder, "--format", "pth", "--out", again.toString()))
                .isZero();

        assertThat(again).hasSameBinaryContentAs(official);
        assertThat(CheckpointFolder.open(folder).orElseThrow().about())
                .containsEntry("arch", SMALL.arch())
                .containsEntry("classes", 4)
                .containsEntry("importedFrom", "model_best.pth")
                .containsEntry("importedSha256", Digest.of(official).sha256());
        assertThat(checkpoint("show", folder)).isZero();
        assertThat(said()).contains("heads 2").contains("importedFrom");
    }

    @Test
    void pretrained_weights_fill_what_fits_and_the_rest_is_drawn() throws IOException {
        var classifier = new LinkedHashMap<>(WEIGHTS);
        classifier.keySet().removeIf(name -> name.startsWith("layers."));
        classifier.put("head.weight", Tensor.of(new float[10 * 16], 10, 16));
        classifier.put("head.bias", Tensor.of(new float[10], 10));
        Path file = dir.resolve("deit.pth");
        new Pth(Map.of("model", classifier)).write(file);
        Path folder = dir.resolve("start");

        var options = and(SIZES, "--classes", "10", "--pretrained", "--out", folder.toString());
        assertThat(checkpoint("import", file, options)).as(complained()).isZero();

        assertThat(complained()).contains("drawn instead: head.weight").contains("layers.0.thred");
        var start = Safetensors.read(folder.resolve("model.safetensors")).tensors();
        assertThat(start.keySet()).containsExactlyElementsOf(WEIGHTS.keySet());
        assertThat(start).containsEntry("head.bias", classifier.get("head.bias"));
        assertThat(start).containsEntry("norm.weight", WEIGHTS.get("norm.weight"));
        assertThat(start.get("head.weight").shape()).containsExactly(10, 16, 3, 3);
        assertThat(start.get("layers.0.thred").floats()).containsExactly(0.5f);
    }

    @Test
    void without_saying_pretrained_every_entry_must_be_there() throws IOException {
        var some = new LinkedHashMap<>(WEIGHTS);
        some.remove("norm.weight");
        new Pth(some).write(official);

        assertThat(checkpoint(
                        "import", official, and(SIZES, "--out", dir.resolve("x").toString())))
                .isEqualTo(1);
        assertThat(complained()).contains("missing norm.weight").doesNotContain("\tat ");
        assertThat(dir.resolve("x")).doesNotExist();
    }

    @Test
    void a_hub_folder_has_weights_a_configuration_and_a_card_whose_scores_name_their_protocol() throws IOException {
        Path folder = dir.resolve("ours");
        checkpoint("import", official, and(SIZES, "--out", folder.toString()));
        String sha256 = Digest.of(folder.resolve("model.safetensors")).sha256();
        Path result = Files.writeString(dir.resolve("result.json"), """
                {"results": [{"checkpoint": {"sha256": "%s"}, "dataset": "CUB: \\u001b[2J", "images": 5794,
                  "protocol": {"name": "deployed"}, "metrics": {"top1Loc": 61.234}}]}
                """.formatted(sha256));
        Path hub = dir.resolve("hub");

        assertThat(checkpoint(
                        "export", folder, "--format", "hub", "--result", result.toString(), "--out", hub.toString()))
                .as(complained())
                .isZero();

        assertThat(Safetensors.read(hub.resolve("model.safetensors")).tensors()).isEqualTo(WEIGHTS);
        var config = Json.read(Files.readString(hub.resolve("config.json")));
        assertThat(config.path("num_heads").asInt()).isEqualTo(2);
        assertThat(config.path("scm_iterations").toString()).isEqualTo("[16,4,4,4]");
        assertThat(Files.readString(hub.resolve("README.md")))
                .startsWith("---\nlibrary_name: wsol\n")
                .contains("name: \"top1Loc (protocol deployed)\"", "value: 61.23", "| top1Loc | 61.23 |")
                .contains("96.57", sha256)
                .doesNotContain("\u001b");
        assertThat(checkpoint(
                        "import", hub, and(SIZES, "--out", dir.resolve("back").toString())))
                .isZero();
        assertThat(dir.resolve("back/model.safetensors")).hasSameBinaryContentAs(folder.resolve("model.safetensors"));
    }

    @Test
    void scores_of_another_checkpoint_do_not_get_onto_the_card() throws IOException {
        Path result =
                Files.writeString(dir.resolve("r.json"), "{\"results\": [{\"checkpoint\": {\"sha256\": \"00\"}}]}");

        var options = and(
                SIZES,
                "--format",
                "hub",
                "--result",
                result.toString(),
                "--out",
                dir.resolve("h").toString());
        assertThat(checkpoint("export", official, options)).isEqualTo(2);
        assertThat(complained()).contains("another checkpoint");
    }

    @Test
    void checkpoints_go_to_the_object_store_and_come_from_it() throws IOException {
        try (var store = LocalStore.start(dir.resolve("store"))) {
            env.put("WSOL_S3_ENDPOINT", store.endpoint().toString());
            env.put("WSOL_S3_REGION", store.region());
            env.put("WSOL_S3_ACCESS_KEY", store.accessKey());
            env.put("WSOL_S3_SECRET_KEY", store.secretKey());
            try (var ours = S3CheckpointStore.open(new StoreSettings(
                    store.endpoint(), store.region(), store.accessKey(), store.secretKey(), "wsol"))) {
                ours.ensureBucket();
            }
            String uri = "s3://wsol/imported/one";

            assertThat(checkpoint("import", official, and(SIZES, "--out", uri)))
                    .as(complained())
                    .isZero();
            assertThat(said()).startsWith(uri + " ");
            assertThat(checkpoint("show", uri)).as(complained()).isZero();
            assertThat(said()).contains("deit_scm_micro_patch16_224", "heads 2");
            Path again = dir.resolve("again.pth");
            assertThat(checkpoint("export", uri, "--format", "pth", "--out", again.toString()))
                    .isZero();
            assertThat(again).hasSameBinaryContentAs(official);
            registeringReadsDigestAndNetworkFromTheStore(uri);
        }
    }

    private void registeringReadsDigestAndNetworkFromTheStore(String uri) throws IOException {
        checkpoint("show", uri, "--json");
        String sha256 = Json.read(said()).path("sha256").asText();
        var asked = new ArrayList<String>();
        var coordinator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        coordinator.createContext("/v1/checkpoints", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(201, 0);
            try (var body = exchange.getResponseBody()) {
                body.write("{\"evaluations\": [\"nightly-1\"]}".getBytes(UTF_8));
            }
        });
        coordinator.start();
        try {
            env.put("WSOL_URL", "http://127.0.0.1:" + coordinator.getAddress().getPort());

            assertThat(checkpoint("register", uri, "--source", "ci"))
                    .as(complained())
                    .isZero();

            assertThat(said()).contains("evaluating: nightly-1");
            assertThat(Json.read(asked.get(0))).isEqualTo(Json.read("""
                    {"uri": "%s", "sha256": "%s", "epoch": 12, "source": "ci",
                     "model": {"arch": "deit_scm_micro_patch16_224", "width": 16, "depth": 1, "heads": 2}}
                    """.formatted(uri, sha256)));
            assertThat(checkpoint("register", uri, "--sha256", "0".repeat(64))).isEqualTo(2);
            assertThat(complained()).contains("has sha256 " + sha256);
            assertThat(asked).hasSize(1);
        } finally {
            coordinator.stop(0);
        }
    }

    @Test
    void mistakes_say_what_to_do() throws IOException {
        Path text = Files.writeString(dir.resolve("x.pth"), "not a checkpoint");
        String to = dir.resolve("to").toString();

        assertThat(checkpoint("show", dir.resolve("absent"))).isEqualTo(2);
        assertThat(complained()).contains("there is no " + dir.resolve("absent"));
        assertThat(checkpoint("show", text)).isEqualTo(1);
        assertThat(complained()).contains("x.pth").doesNotContain("--verbose");
        assertThat(checkpoint("show", "s3://wsol/x")).isEqualTo(2);
        assertThat(complained()).contains("WSOL_S3_ENDPOINT");
        assertThat(checkpoint("import", official, "--out", to)).isEqualTo(2);
        assertThat(complained()).contains("--heads N");
        assertThat(checkpoint("import", official, "--arch", "deit_scm_smal", "--out", to))
                .isEqualTo(2);
        assertThat(complained()).contains("did you mean deit_scm_small");
        assertThat(checkpoint("import", "conformer-small", "--arch", "scm", "--out", to))
                .isEqualTo(1);
        assertThat(complained()).contains(dir.resolve("cache").toString());
        assertThat(checkpoint("export", official, "--format", "onnx", "--out", to))
                .isEqualTo(2);
        assertThat(complained()).contains("pth, safetensors, hub");
    }
}
