package dev.wsol.infra.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.JobSpec;
import dev.wsol.coordinator.http.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SweepFilesTest {
    private static final Path SWEEPS = Path.of("../sweeps");

    static Stream<Path> files() throws IOException {
        try (var files = Files.list(SWEEPS)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_sweep_file_opens_with_its_command_hardware_time_and_score_and_is_a_search(Path file) throws IOException {
        var text = Files.readString(file);

        assertThat(text).contains("# wsol sweep run sweeps/" + file.getFileName() + " --data ");
        assertThat(text).contains("\n# Hardware: ", "\n# Time: ", "\n# Published: ");
        var spec = Specs.read(RecipeFile.read(file).toString().getBytes(UTF_8));
        assertThat(((JobSpec.Sweep) spec).search()).isPresent();
    }
}
