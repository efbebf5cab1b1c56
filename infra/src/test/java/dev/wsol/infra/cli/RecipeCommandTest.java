package dev.wsol.infra.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.contract.JobSpec;
import dev.wsol.coordinator.http.Specs;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.client.RecipeFile;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeCommandTest {
    private static final Path RECIPES = Path.of("../recipes");

    @TempDir
    private Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        var shell = new Shell(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), Terminal.PLAIN);
        return Wsol.run(args, shell);
    }

    private String complained() {
        return err.toString(UTF_8);
    }

    private static JobSpec.Train job(JsonNode tree) {
        return (JobSpec.Train) Specs.read(tree.toString().getBytes(UTF_8));
    }

    /** An official file with the values that differ between the files; the rest is the same in all of them. */
    private static String official(String arch, String set, int batch, String steps, int epochs) {
        return """
                BASIC:
                  SAVE_ROOT: ckpt/
                  SEED: 26
                  BACKUP_CODES: True
                  BACKUP_LIST: ['lib', 'tools_cam', 'configs']
                  NUM_WORKERS: 6
                MODEL:
                  ARCH: '%s'
                  CAM_THR: 0.12
                  TOP_K: 1
                DATA:
                  DATASET: %s
                  DATADIR: data/set
                  NUM_CLASSES: 1000
                  RESIZE_SIZE: 256
                  CROP_SIZE: 224
                  IMAGE_MEAN: [0.485, 0.456, 0.406]
                  IMAGE_STD: [0.229, 0.224, 0.225]
                TRAIN:
                  BATCH_SIZE: %d
                TEST:
                  BATCH_SIZE: 256
                  SAVE_BOXED_IMAGE: False
                SOLVER:
                  START_LR: 0.001
                  LR_STEPS: %s
                  NUM_EPOCHS: %d
                  LR_FACTOR: 0.1
                  MUMENTUM: 0.9
                  WEIGHT_DECAY: 5e-4
                CUDNN:
                  BENCHMARK: False
                  DETERMINISTIC: True
                  ENABLE: True
                """.formatted(arch, set, batch, steps, epochs);
    }

    private JsonNode imported(String text, String... options) throws IOException {
        Path file = Files.writeString(dir.resolve("official.yaml"), text);
        var args = new ArrayList<>(List.of("recipe", "import", file.toString(), "--json"));
        args.addAll(Arrays.asList(options));
        assertThat(run(args.toArray(String[]::new))).as(complained()).isZero();
        return Json.read(out.toString(UTF_8));
    }

    private static String deit() {
        return official("deit_scm_small_patch16_224", "CUB", 16, "[30]", 30);
    }

    static Stream<Path> recipes() throws IOException {
        try (var files = Files.walk(RECIPES)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void every_recipe_opens_with_its_command_hardware_time_and_score_and_is_a_job(Path file) throws IOException {
        String text = Files.readString(file);
        String place = RECIPES.getParent().relativize(file).toString();

        assertThat(text).startsWith("# wsol train " + place + " --data ");
        assertThat(text).contains("\n# Hardware: ", "\n# Time: ", "\n# Published: ");
        var job = job(RecipeFile.read(file));
        assertThat(job.recipe().seed()).isEqualTo(26);
        assertThat(job.recipe().init()).isPresent();
    }

    /** The published configurations (spec appendix A) with the learning rate of their published command line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cub/conformer_scm_small      | conformer_scm_small_patch16    | CUB      | 256 | [30]     | 30 | 5e-5
                    cub/deit_scm_base            | deit_scm_base_patch16_224      | CUB      | 256 | [30]     | 30 | 5e-5
                    cub/deit_scm_small           | deit_scm_small_patch16_224     | CUB      |  16 | [30]     | 30 | 5e-5
                    cub/deit_tscam_base          | deit_tscam_base_patch16_224    | CUB      | 128 | [30]     | 60 | 5e-5
                    cub/deit_tscam_small         | deit_tscam_small_patch16_224   | CUB      |  32 | [30]     | 50 | 5e-5
                    cub/deit_tscam_tiny          | deit_tscam_tiny_patch16_224    | CUB      | 128 | [30]     | 60 | 5e-5
                    cub/vit_scm_small            | vit_scm_small_patch16_224      | CUB      | 256 | [30]     | 30 | 5e-5
                    ilsvrc/conformer_tscam_small | conformer_ts_cam_small_patch16 | ImageNet | 128 | [10, 12] | 20 | 5e-4
                    ilsvrc/deit_scm_base         | deit_scm_base_patch16_224      | ImageNet | 512 | [10, 12] | 10 | 1e-6
                    ilsvrc/deit_scm_small        | deit_scm_small_patch16_224     | ImageNet | 512 | [10, 12] | 20 | 1e-6
                    ilsvrc/deit_tscam_base       | deit_tscam_base_patch16_224    | ImageNet | 256 | [10, 12] | 20 | 5e-4
                    ilsvrc/deit_tscam_small      | deit_tscam_small_patch16_224   | ImageNet | 256 | [10, 12] | 20 | 5e-4
                    ilsvrc/deit_tscam_tiny       | deit_tscam_tiny_patch16_224    | ImageNet | 128 | [10, 12] | 20 | 5e-4
                    cub/conformer_tscam_small    | conformer_ts_cam_small_patch16 | CUB      | 128 | [30]     | 60 | 5e-5
                    cub/deit_tscam_small_ts_cam  | deit_tscam_small_patch16_224   | CUB      | 128 | [30]     | 60 | 5e-5
                    """)
    void an_official_file_with_its_command_line_is_the_recipe_that_we_ship(
            String recipe, String arch, String set, int batch, String steps, int epochs, String rate)
            throws IOException {
        var ours = job(RecipeFile.read(RECIPES.resolve(recipe + ".yaml")));

        var theirs = job(imported(official(arch, set, batch, steps, epochs), "--lr", rate)
                .path("recipe"));

        assertThat(theirs.model()).isEqualTo(ours.model());
        assertThat(theirs.recipe()).isEqualTo(ours.recipe());
        assertThat(theirs.data().validationPerClass()).isEqualTo(ours.data().validationPerClass());
    }

    @Test
    void every_key_is_used_changed_or_ignored_with_a_reason() throws IOException {
        var tree = imported(deit());

        assertThat(tree.path("used").toString())
                .contains("MODEL.ARCH", "TRAIN.BATCH_SIZE", "SOLVER.LR_STEPS", "BASIC.SEED", "DATA.IMAGE_MEAN");
        assertThat(tree.path("ignored").toString())
                .contains("SOLVER.START_LR: the official program does not read it")
                .contains("SOLVER.WEIGHT_DECAY: ", "SOLVER.MUMENTUM: ", "MODEL.CAM_THR: ", "BASIC.SAVE_ROOT: ");
        assertThat(tree.path("used").size() + tree.path("ignored").size()).isEqualTo(27);
        var job = job(tree.path("recipe"));
        assertThat(job.recipe().learningRate()).isEqualTo(5e-4);
        assertThat(job.recipe().weightDecay()).isEqualTo(0.05);
    }

    @Test
    void what_became_of_the_keys_goes_beside_the_recipe_not_into_it() throws IOException {
        Path file = Files.writeString(dir.resolve("o.yaml"), deit());
        Path mine = dir.resolve("mine.yaml");

        assertThat(run("recipe", "import", file.toString(), "--lr", "5e-5", "--data", "/d", "--out", mine.toString()))
                .isZero();

        assertThat(complained()).contains("used:", "changed or added:", "ignored:", "START_LR");
        assertThat(out.size()).isZero();
        assertThat(job(RecipeFile.read(mine)).recipe().learningRate()).isEqualTo(5e-5);
        assertThat(run("recipe", "check", mine.toString())).isZero();
        assertThat(run("recipe", "import", file.toString())).isZero();
        assertThat(out.toString(UTF_8)).startsWith("kind: train\n");
    }

    @Test
    void the_published_file_that_ends_in_nul_bytes_is_read() throws IOException {
        var tree = imported(deit() + "\0".repeat(77));

        assertThat(tree.path("changed").toString()).contains("77 NUL bytes");
    }

    @Test
    void a_network_that_is_misspelt_in_the_published_file_is_the_one_that_is_meant() throws IOException {
        var tree = imported(official("conformer_ts_cam_small_patch16", "ImageNet", 128, "[10, 12]", 20));

        assertThat(tree.at("/recipe/model").asText()).isEqualTo("conformer_tscam_small_patch16");
        assertThat(tree.path("changed").toString()).contains("conformer_ts_cam_small_patch16");
    }

    @Test
    void keys_can_be_overwritten_as_on_the_official_command_line() throws IOException {
        var tree = imported(deit(), "--opts", "SOLVER.LR_STEPS", "[10,12]", "TRAIN.BATCH_SIZE", "8", "--lr", "1e-3");

        assertThat(tree.at("/recipe/recipe/schedule/steps").toString()).isEqualTo("[10,12]");
        assertThat(tree.at("/recipe/recipe/batch").asInt()).isEqualTo(8);
        assertThat(tree.at("/recipe/recipe/learningRate").asDouble()).isEqualTo(1e-3);
    }

    @Test
    void every_option_with_an_effect_has_a_counterpart_and_the_others_are_named() throws IOException {
        var tree = imported(
                deit(),
                "--opt",
                "sgd",
                "--momentum",
                "0.8",
                "--drop",
                "0.2",
                "--drop-path",
                "0.3",
                "--weight-decay",
                "0.01",
                "--resume",
                "/w.pth",
                "--seed",
                "5",
                "--sched",
                "cosine",
                "--mixup=0.8");

        var recipe = tree.at("/recipe/recipe");
        assertThat(recipe.path("optimizer").toString())
                .isEqualTo("{\"name\":\"sgd\",\"momentum\":0.8,\"nesterov\":true}");
        assertThat(recipe.path("dropout").asDouble()).isEqualTo(0.2);
        assertThat(recipe.path("dropPath").asDouble()).isEqualTo(0.3);
        assertThat(recipe.path("weightDecay").asDouble()).isEqualTo(0.01);
        assertThat(recipe.path("init").asText()).isEqualTo("/w.pth");
        assertThat(recipe.path("seed").asInt()).isEqualTo(26);
        assertThat(tree.path("ignored").toString()).contains("--seed: ", "--sched: ", "--mixup: ");
        job(tree.path("recipe"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LR_FACTOR: 0.1      | LR_FACTOR: 1         | SOLVER.LR_FACTOR: expected a number with a point
                    BATCH_SIZE: 16      | BATCH_SIZE: 16.0     | TRAIN.BATCH_SIZE: expected a whole number
                    BENCHMARK: False    | BENCHMARK: no        | CUDNN.BENCHMARK: expected True or False
                    LR_STEPS: [30]      | LR_STEPS: 30         | SOLVER.LR_STEPS: expected a list
                    LR_STEPS: [30]      | LR_STEPS: [x]        | SOLVER.LR_STEPS: 'x' is no whole number
                    NUM_EPOCHS: 30      | NUM_EPOCH: 30        | did you mean SOLVER.NUM_EPOCHS
                    CROP_SIZE: 224      | CROP_SIZE: 384       | DATA.CROP_SIZE: 384 cannot be had
                    DATASET: CUB        | DATASET: COCO        | DATA.DATASET: 'COCO' is neither
                    deit_scm_small      | deit_scm_smal        | did you mean deit_scm_small
                    CUDNN:              | CUDNN: {A: {B: 1}}   | expected a value or a list
                    CUDNN:              | CUDNN: @x            | line
                    """)
    void what_cannot_be_used_is_named_with_its_key(String right, String wrong, String told) throws IOException {
        String text = deit();
        if (right.equals("CUDNN:")) text = text.substring(0, text.indexOf("CUDNN:")) + wrong + "\n";
        else text = text.replace(right, wrong);
        Path file = Files.writeString(dir.resolve("o.yaml"), text);

        assertThat(run("recipe", "import", file.toString())).isEqualTo(2);
        assertThat(complained()).contains("o.yaml: ").contains(told).doesNotContain("\tat ");
    }

    @Test
    void an_option_that_neither_program_knows_is_refused_with_the_nearest() throws IOException {
        Path file = Files.writeString(dir.resolve("o.yaml"), deit());

        assertThat(run("recipe", "import", file.toString(), "--shed", "x")).isEqualTo(2);
        assertThat(complained()).contains("--shed").contains("did you mean --sched?");
    }

    @Test
    void a_recipe_that_the_coordinator_would_refuse_is_told_before() throws IOException, JsonProcessingException {
        Path bad = Files.writeString(dir.resolve("bad.yaml"), "kind: train\nmodel: scm\ndata: x\nrecipe: {epoch: 3}\n");
        Path good = Files.writeString(dir.resolve("good.yaml"), "kind: train\nmodel: scm\ndata: x\n");

        assertThat(run("recipe", "check", dir.toString(), bad.toString(), good.toString()))
                .isEqualTo(2);
        assertThat(complained())
                .contains("is a folder")
                .contains("bad.yaml: recipe.epoch")
                .contains("epochs");
        assertThat(out.toString(UTF_8)).isEqualTo(good + ": good\n");
    }
}
