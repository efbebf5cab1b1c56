package dev.wsol.infra.cli.client;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsol.contract.BadSpec;
import dev.wsol.coordinator.http.Specs;
import dev.wsol.infra.cli.terminal.CommandFailed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Recipe files that nobody meant. Fuzzes with {@code JAZZER_FUZZ=1} in the environment. */
class RecipeFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void a_recipe_is_a_job_or_refused(byte[] bytes) {
        try {
            var tree = RecipeFile.parse(Path.of("fuzz"), "recipe", new String(bytes, StandardCharsets.UTF_8));
            Specs.read(tree.toString().getBytes(StandardCharsets.UTF_8));
        } catch (CommandFailed | BadSpec e) {
            return;
        }
    }
}
