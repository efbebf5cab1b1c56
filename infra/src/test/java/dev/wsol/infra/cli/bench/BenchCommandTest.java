package dev.wsol.infra.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private String mistake = "";

    @ParameterizedTest
    @CsvSource({"scm,fp32", "scm,bf16", "tscam,fp32"})
    void training_is_told_in_images_shares_and_megabytes(String arch, String precision) throws Exception {
        var said = json(
                "train",
                "--arch",
                arch,
                "--precision",
                precision,
                "--batch",
                "2",
                "--steps",
                "2",
                "--warmup",
                "1",
                "--classes",
                "3",
                "--json");

        assertThat(said.path("imagesPerSecond").asDouble()).isPositive();
        assertThat(said.path("bestImagesPerSecond").asDouble())
                .isGreaterThanOrEqualTo(said.path("imagesPerSecond").asDouble());
        for (var share : new String[] {"scmShare", "optimizerShare", "waitShare"})
            assertThat(said.path(share).asDouble(-1)).as(share).isBetween(0.0, 1.0);
        assertThat(said.path("scmShare").asDouble() > 0).isEqualTo(arch.equals("scm"));
        assertThat(said.path("optimizerShare").asDouble()).isPositive();
        assertThat(said.path("precision").asText()).isEqualTo(precision);
    }

    @Test
    void inference_is_told_in_images_a_second() throws Exception {
        var said = json("infer", "--batch", "2", "--steps", "2", "--warmup", "1", "--classes", "3", "--json");

        assertThat(said.path("bench").asText()).isEqualTo("infer");
        assertThat(said.path("imagesPerSecond").asDouble()).isPositive();
    }

    @Test
    void images_of_a_folder_are_decoded_and_batched(@TempDir Path folder) throws Exception {
        try (var drawn = JpegFiles.drawn()) {
            for (var file : drawn.paths().subList(0, 3)) Files.copy(file, folder.resolve(file.getFileName()));
        }

        var said = json("input", "--images", folder.toString(), "--batch", "2", "--seconds", "0.01", "--json");

        assertThat(said.path("images").asInt()).isEqualTo(3);
        assertThat(said.path("decodedPerSecondPerThread").asDouble()).isPositive();
        assertThat(said.path("cachedPerSecondPerThread").asDouble()).isPositive();
    }

    @Test
    void the_files_that_were_drawn_are_gone_afterwards() throws Exception {
        Path folder;
        try (var drawn = JpegFiles.drawn()) {
            folder = drawn.temporary().orElseThrow();
            assertThat(drawn.paths()).allMatch(Files::exists);
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_damaged_image_is_named(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("torn.jpg"), "no image");

        assertThat(run("input", "--images", folder.toString(), "--batch", "1")).isEqualTo(2);
        assertThat(mistake).contains("torn.jpg").contains("neither JPEG nor PNG");
    }

    @ParameterizedTest
    @CsvSource({
        "train --steps 0, --steps",
        "train --precision fp16, known: fp32",
        "infer --arch vgg, --arch",
        "infer --device tpu, --device 'tpu'",
        "input --images nowhere-at-all, nowhere-at-all",
        "input --seconds 0, --seconds"
    })
    void what_cannot_be_measured_is_wrong_usage(String line, String named) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(mistake).contains(named);
    }

    private JsonNode json(String... args) throws Exception {
        assertThat(run(args)).as(mistake).isZero();
        return Json.read(out.toString(StandardCharsets.UTF_8));
    }

    private int run(String... args) {
        var shell = new Shell(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                Terminal.PLAIN);
        return BenchCommand.line(shell)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (!(e instanceof CommandFailed failed)) throw e;
                    mistake = failed.getMessage();
                    return failed.exitCode();
                })
                .execute(args);
    }
}
