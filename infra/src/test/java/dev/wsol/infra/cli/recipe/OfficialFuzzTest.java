package dev.wsol.infra.cli.recipe;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsol.contract.BadSpec;
import dev.wsol.coordinator.http.Specs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/** Official configuration files that nobody meant. Fuzzes with {@code JAZZER_FUZZ=1} in the environment. */
class OfficialFuzzTest {
    private static final OfficialOptions OPTIONS = CommandLine.populateCommand(new OfficialOptions());

    @FuzzTest(maxDuration = "10m")
    void an_official_file_is_a_recipe_or_refused(byte[] bytes) {
        try {
            var imported = OfficialImport.of(OfficialYaml.parse(bytes), OPTIONS, List.of(), "");
            Specs.read(imported.recipe().toString().getBytes(StandardCharsets.UTF_8));
        } catch (OfficialException | BadSpec e) {
            return;
        }
    }
}
