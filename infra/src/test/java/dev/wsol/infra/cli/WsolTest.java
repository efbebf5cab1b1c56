package dev.wsol.infra.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.wsol.contract.Protocol;
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
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class WsolTest {
    @TempDir
    private Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> env = new HashMap<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "local",
                "coordinator",
                "worker",
                "evaluator",
                "train",
                "evaluate",
                "sweep",
                "rerun",
                "jobs",
                "show",
                "watch",
                "cancel",
                "pause",
                "resume",
                "retry",
                "change",
                "clone",
                "workers",
                "drain",
                "dead-letters",
                "board",
                "dataset",
                "predict",
                "checkpoint",
                "recipe",
                "bench",
                "completion"
            })
    void every_command_explains_itself_and_the_exit_codes(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString(UTF_8)).contains("Usage: wsol " + command).contains("Exit codes:");
    }

    @Test
    void a_command_is_listed_under_its_own_name() {
        var shell = new Shell(System.out, System.err, Map.of(), Terminal.PLAIN);
        Wsol.commands().forEach((name, make) -> {
            var made = make.apply(shell);
            var line = made instanceof CommandLine l ? l : new CommandLine(made);
            assertThat(line.getCommandName()).isEqualTo(name);
        });
    }

    @Test
    void completion_knows_every_command() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString(UTF_8))
                .contains('"' + String.join(" ", Wsol.commands().keySet()) + '"');
    }

    @Test
    void a_name_over_other_commands_alone_is_wrong_usage_and_lists_them() {
        var shell = new Shell(System.out, System.err, Map.of(), Terminal.PLAIN);
        int groups = 0;
        for (var name : Wsol.commands().keySet()) {
            if (!(Wsol.commands().get(name).apply(shell) instanceof CommandLine line) || name.equals("sweep")) continue;
            if (name.equals("soak")) continue; // these two do something themselves
            groups++;
            err.reset();
            assertThat(run(name)).as(name).isEqualTo(2);
            assertThat(err.toString(UTF_8))
                    .startsWith("wsol: say which command:")
                    .contains(line.getSubcommands().keySet());
        }
        assertThat(groups).isEqualTo(9);
        assertThat(run()).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(run("recipe", "--halp")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("Unknown option: '--halp'");
    }

    @ParameterizedTest
    @CsvSource({"--port,99999", "--kafka-port,-1", "--s3-port,65536", "--port,http"})
    void a_port_that_does_not_exist_is_wrong_usage_before_anything_starts(String option, String port) {
        assertThat(run("local", "--data-dir", dir.resolve("none").toString(), option + "=" + port))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .contains(option, "'" + port + "' is no port; use 1 to 65535, or 0 for a free one");
        assertThat(dir.resolve("none")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"jbos,jobs", "trian,train", "evaluat,evaluate"})
    void an_unknown_command_is_wrong_usage_and_the_nearest_is_named(String typed, String meant) {
        assertThat(run(typed)).isEqualTo(2);
        assertThat(err.toString(UTF_8)).startsWith("wsol: ").contains("did you mean " + meant + "?");
        assertThat(out.size()).isZero();
    }

    @Test
    void an_unknown_option_is_wrong_usage_and_the_nearest_is_named() {
        assertThat(run("train", "--epocs", "3")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("did you mean --epochs?");
    }

    @Test
    void a_mistake_is_one_line_and_a_stack_trace_only_when_asked_for() {
        run("train", "--schedule", "sometimes", "--dry-run");
        assertThat(err.toString(UTF_8)).contains("--schedule 'sometimes'").doesNotContain("\tat ");

        run("--verbose", "train", "--schedule", "sometimes", "--dry-run");
        assertThat(err.toString(UTF_8)).contains("\tat ");
    }

    @Test
    void options_win_over_the_recipe_file_and_paths_in_it_are_relative_to_it() throws IOException {
        var recipe = Files.writeString(dir.resolve("recipe.yaml"), """
                kind: train
                model: deit_scm_small
                data: ../birds
                recipe: {epochs: 30, learningRate: 5e-5, schedule: {steps: [30], factor: 0.1}}
                """);

        var spec = dryRun("train", recipe.toString(), "--lr", "1e-4", "--depth", "3", "--schedule", "cosine:0.1");

        assertThat(spec.at("/model/arch").asText()).isEqualTo("deit_scm_small");
        assertThat(spec.at("/model/depth").asInt()).isEqualTo(3);
        assertThat(spec.path("data").asText())
                .isEqualTo(dir.resolveSibling("birds").toString());
        assertThat(spec.at("/recipe/epochs").asInt()).isEqualTo(30);
        assertThat(spec.at("/recipe/learningRate").asDouble()).isEqualTo(1e-4);
        assertThat(spec.at("/recipe/schedule").toString()).isEqualTo("{\"warmup\":0.1}");
    }

    @Test
    void a_number_with_an_exponent_in_a_recipe_is_a_number() throws IOException {
        var recipe = Files.writeString(dir.resolve("r.yaml"), "recipe:\n  learningRate: 5e-5\n  weightDecay: 1.0E-2\n");

        var spec = dryRun("train", recipe.toString());

        assertThat(spec.at("/recipe/learningRate").isNumber()).isTrue();
        assertThat(spec.at("/recipe/weightDecay").asDouble()).isEqualTo(0.01);
    }

    @Test
    void every_part_of_a_recipe_has_an_option() {
        var spec = dryRun(
                "train",
                "--arch",
                "scm",
                "--data",
                "/d",
                "--betas",
                "0.8,0.99",
                "--clip-norm",
                "1",
                "--label-smoothing",
                "0.1",
                "--ema",
                "0.99",
                "--accumulation",
                "4",
                "--precision",
                "bf16",
                "--init",
                "s3://wsol/w.pth",
                "--select",
                "gtKnown:test",
                "--scm-iterations",
                "16,4",
                "--checkpoint-minutes",
                "10",
                "--schedule",
                "steps:30:0.1:0.05");

        assertThat(spec.path("recipe").toString())
                .isEqualTo("{\"schedule\":{\"steps\":[30],\"factor\":0.1,\"warmup\":0.05},"
                        + "\"optimizer\":{\"name\":\"adamw\",\"beta1\":0.8,\"beta2\":0.99},\"clipNorm\":1.0,"
                        + "\"labelSmoothing\":0.1,\"emaDecay\":0.99,\"accumulation\":4,\"precision\":\"bf16\","
                        + "\"init\":{\"uri\":\"s3://wsol/w.pth\"},\"selection\":{\"by\":\"gtKnown\",\"on\":\"test\"}}");
        assertThat(spec.at("/model/iterations").toString()).isEqualTo("[16,4]");
        assertThat(spec.path("checkpointMinutes").asInt()).isEqualTo(10);
    }

    @Test
    void a_run_is_repeated_from_its_card_under_a_new_name() throws IOException {
        var card = Files.writeString(dir.resolve("run.json"), """
                {"job": "old", "spec": {"kind": "train", "model": "scm", "data": "/d", "recipe": {"seed": 7}}, "scores": []}
                """);

        var spec = dryRun("rerun", card.toString());

        assertThat(spec.path("id").asText()).isEqualTo("old-again");
        assertThat(spec.at("/recipe/seed").asInt()).isEqualTo(7);
        assertThat(spec.has("scores")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "pause,say which jobs are meant",
        "pause a --state queued,not both",
        "change a --epochs many,many",
        "clone a --set recipe.epochs,expected FIELD=VALUE",
        "drain w --finish --checkpoint,mutually exclusive"
    })
    void steering_without_saying_what_is_wrong_usage_and_says_so(String line, String reason) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains(reason);
    }

    @Test
    void a_file_that_is_the_card_of_no_run_is_refused() throws IOException {
        var card = Files.writeString(dir.resolve("other.json"), "{\"job\": \"old\"}");

        assertThat(run("rerun", card.toString(), "--dry-run")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("other.json has no 'spec'");
    }

    @Test
    void a_knob_of_the_other_optimizer_replaces_the_one_of_the_file() throws IOException {
        var recipe = Files.writeString(dir.resolve("o.yaml"), "recipe: {optimizer: {name: adamw, beta1: 0.8}}");

        assertThat(dryRun("train", recipe.toString(), "--eps", "1e-6")
                        .at("/recipe/optimizer")
                        .toString())
                .isEqualTo("{\"name\":\"adamw\",\"beta1\":0.8,\"eps\":1.0E-6}");
        out.reset();
        assertThat(dryRun("train", recipe.toString(), "--momentum", "0.9")
                        .at("/recipe/optimizer")
                        .toString())
                .isEqualTo("{\"name\":\"sgd\",\"momentum\":0.9}");
    }

    @Test
    void a_sweep_takes_lists() {
        var spec = dryRun("sweep", "--arch", "tscam,scm", "--lr", "1e-3,2e-3", "--seed", "1,2", "--data", "/d");

        assertThat(spec.path("grid").toString())
                .isEqualTo("{\"arch\":[\"tscam\",\"scm\"],\"learningRate\":[0.001,0.002],\"seed\":[1,2]}");
        assertThat(spec.at("/model/arch").asText()).isEqualTo("tscam");
    }

    @ParameterizedTest
    @CsvSource({
        "'a: [1', line 1",
        "'a: 1\na: 2', Duplicate field",
        "'just text', must hold fields",
        "'kind: sweep', wsol sweep"
    })
    void a_recipe_that_cannot_be_used_is_named_with_the_place(String text, String told) throws IOException {
        var recipe = Files.writeString(dir.resolve("bad.yaml"), text);

        assertThat(run("train", recipe.toString(), "--dry-run")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("bad.yaml").contains(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void an_id_that_would_be_another_path_is_sent_to_nobody(String id) {
        for (var command : new String[] {"show", "cancel", "retry", "watch"}) {
            err.reset();
            assertThat(run(command, id, "--url", "http://127.0.0.1:1"))
                    .as(command)
                    .isEqualTo(2);
            assertThat(err.toString(UTF_8)).contains("'" + id + "' is no id");
        }
    }

    @Test
    void what_cannot_be_written_is_a_failure_but_a_reader_that_has_gone_is_none() {
        assertThat(runInto("No space left on device", "completion")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("standard output", "No space left on device");
        assertThat(runInto("Broken pipe", "completion")).isZero();
    }

    private int runInto(String failure, String... args) {
        var broken = new Output(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        });
        return Wsol.run(args, new Shell(broken, new PrintStream(err, true, UTF_8), env, Terminal.PLAIN));
    }

    @Test
    void nobody_at_the_address_is_said_with_the_address_and_what_to_do() {
        assertThat(run("jobs", "--url", "http://127.0.0.1:1")).isEqualTo(3);
        assertThat(err.toString(UTF_8)).contains("http://127.0.0.1:1").contains("wsol local");
    }

    @Test
    void a_local_stack_reads_the_limits_of_owners_before_it_starts_anything() {
        env.put("WSOL_OWNER_LIMITS", "alice=0");

        assertThat(run("local", "--data-dir", dir.resolve("none").toString())).isEqualTo(2);

        assertThat(err.toString(UTF_8)).contains("WSOL_OWNER_LIMITS").contains("at least 1");
        assertThat(dir.resolve("none")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"400,2", "404,4", "409,5", "503,3", "500,1"})
    void each_refusal_has_its_exit_code_and_keeps_the_servers_words(int status, int exitCode) throws IOException {
        var body = "{\"error\":{\"code\":\"x\",\"field\":\"recipe.epochs\",\"message\":\"must be at least 1\"}}";
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, body.length());
            exchange.getResponseBody().write(body.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        try {
            env.put("WSOL_URL", "http://127.0.0.1:" + server.getAddress().getPort());
            assertThat(run("show", "some-job")).isEqualTo(exitCode);
            assertThat(err.toString(UTF_8)).contains("wsol: recipe.epochs: must be at least 1");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_note_of_a_local_stack_that_has_ended_is_not_followed() throws IOException {
        Files.writeString(dir.resolve("local.json"), "{\"pid\":999999999,\"http\":\"http://127.0.0.1:2\"}");
        env.put("WSOL_DATA", dir.toString());
        run("jobs", "--url", "");
        assertThat(err.toString(UTF_8)).doesNotContain("127.0.0.1:2");
    }

    @Test
    void a_note_of_a_running_local_stack_is_followed() throws IOException {
        var pid = ProcessHandle.current().pid();
        Files.writeString(dir.resolve("local.json"), "{\"pid\":" + pid + ",\"http\":\"http://127.0.0.1:2\"}");
        env.put("WSOL_DATA", dir.toString());
        assertThat(run("jobs")).isEqualTo(3);
        assertThat(err.toString(UTF_8)).contains("http://127.0.0.1:2");
    }

    @Test
    void unusable_settings_of_a_service_are_told_all_at_once() {
        env.put("WSOL_HTTP_PORT", "eighty");
        env.put("WSOL_LAESE", "3s");
        env.put("WSOL_KAFKA", "kafka:99999");
        assertThat(run("coordinator")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("WSOL_KAFKA='kafka:99999'", "1 to 65535");
        env.remove("WSOL_KAFKA");
        assertThat(run("coordinator")).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .contains("WSOL_KAFKA is not set")
                .contains("WSOL_HTTP_PORT='eighty'")
                .contains("did you mean WSOL_LEASE?");
    }

    @ParameterizedTest
    @CsvSource({"http://store:99999,1 to 65535", "store:9000,http://"})
    void an_address_of_the_object_store_is_told_under_its_own_name(String address, String reason) {
        env.put("WSOL_KAFKA", "[::1]:9092, kafka:9092");
        env.put("WSOL_S3_ENDPOINT", address);

        assertThat(run("worker")).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .contains("WSOL_S3_ENDPOINT='" + address + "' cannot be used", reason)
                .doesNotContain("WSOL_KAFKA", "BUCKET");
    }

    @Test
    void a_data_folder_that_is_none_is_told_before_anything_starts() {
        assertThat(run(
                        "demo",
                        "--data",
                        dir.toString(),
                        "--out",
                        dir.resolve("o").toString()))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("--data: data set " + dir, "its layout is not recognised");
    }

    @Test
    void a_protocol_of_one_s_own_is_a_file_beside_the_recipe_or_on_the_command_line() throws IOException {
        var protocol =
                Files.writeString(dir.resolve("mine.yaml"), "name: mine\nbase: scm\nious: [50, 90]\nmap: true\n");
        var recipe = Files.writeString(
                dir.resolve("recipe.yaml"), "model: scm\ndata: d\nevaluation: {protocols: [deployed, mine.yaml]}\n");

        assertThat(dryRun("train", recipe.toString())
                        .at("/evaluation/protocols/1/ious/1")
                        .asInt())
                .isEqualTo(90);
        out.reset();
        assertThat(dryRun("evaluate", "--checkpoint", "s3://b/c", "--protocol", "scm," + protocol)
                        .at("/protocols/1/name")
                        .asText())
                .isEqualTo("mine");
    }

    @Test
    void a_wrong_protocol_file_is_told_with_all_its_mistakes_before_anything_is_sent() throws IOException {
        var file = Files.writeString(dir.resolve("bad.yaml"), "base: scm\nstpe: .1\ncontours: al\n");

        assertThat(run("evaluate", "--checkpoint", "s3://b/c", "--protocol", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .contains(file.toString(), "name is missing", "did you mean step", "did you mean all");
    }

    @Test
    void two_results_under_one_protocol_are_compared_metric_by_metric() throws IOException {
        var a = result("a.json", "scm", "d1", 61.25);
        var b = result("b.json", "scm", "d1", 60);

        assertThat(run("compare", a, b)).isZero();
        assertThat(out.toString(UTF_8)).containsPattern("maxBoxAcc50 +61.25 +60.00 +-1.25");
        out.reset();
        assertThat(run("compare", a, b, "--json")).isZero();
        assertThat(Json.read(out.toString(UTF_8))
                        .at("/comparisons/0/metrics/maxBoxAcc50/difference")
                        .asDouble())
                .isEqualTo(-1.25);
    }

    @Test
    void results_of_two_protocols_or_data_sets_are_not_compared_and_what_differs_is_named() throws IOException {
        var a = result("a.json", "scm", "d1", 61.25);

        assertThat(run("compare", a, result("b.json", "deployed", "d1", 60))).isEqualTo(5);
        assertThat(err.toString(UTF_8))
                .contains(
                        "not comparable", "scm and deployed", "map (predicted, true)", "threshold (oracle, validation)")
                .doesNotContain("resize");
        err.reset();
        assertThat(run("compare", a, result("c.json", "scm", "d2", 60))).isEqualTo(5);
        assertThat(err.toString(UTF_8)).contains("the data differ: CUB (d1) and CUB (d2)");
    }

    private String result(String name, String protocol, String data, double box) throws IOException {
        var p = Protocol.named(protocol);
        var tree = Json.object();
        var r = tree.putArray("results").addObject().put("dataset", "CUB").put("datasetDigest", data);
        r.putObject("protocol").put("name", p.name()).put("digest", p.digest()).put("canonical", p.canonical());
        r.putObject("metrics").put("maxBoxAcc50", box);
        return Files.writeString(dir.resolve(name), tree.toString()).toString();
    }

    private JsonNode dryRun(String... args) {
        var all = java.util.Arrays.copyOf(args, args.length + 1);
        all[args.length] = "--dry-run";
        assertThat(run(all)).as(err.toString(UTF_8)).isZero();
        try {
            return Json.read(out.toString(UTF_8));
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + out, e);
        }
    }

    private int run(String... args) {
        var shell =
                new Shell(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), env, Terminal.PLAIN);
        return Wsol.run(args, shell);
    }
}
