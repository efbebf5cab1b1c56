package dev.wsol.infra.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.infra.cli.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is said of a recipe file that cannot be used. */
class RecipeMistakesTest {
    @TempDir
    private Path dir;

    @Test
    void a_file_that_is_not_there_is_named_without_a_class() {
        assertThatThrownBy(() -> RecipeFile.read(dir.resolve("gone.yaml")))
                .isInstanceOf(CommandFailed.class)
                .hasMessageEndingWith("gone.yaml: there is no such file");
    }

    @Test
    void bytes_that_are_no_text_are_refused_as_such() throws IOException {
        var file = Files.write(dir.resolve("picture.yaml"), new byte[] {(byte) 0xff, (byte) 0xd8});

        assertThatThrownBy(() -> RecipeFile.read(file)).hasMessageEndingWith("is no text in UTF-8");
    }

    @Test
    void only_a_kind_that_exists_is_sent_to_another_command() throws IOException {
        assertThatThrownBy(() -> train("kind: sweep")).hasMessageEndingWith("submit it with 'wsol sweep'");
        assertThatThrownBy(() -> train("kind: [train]"))
                .hasMessageContaining("which is none of train, evaluate, sweep")
                .hasMessageNotContaining("submit it");
    }

    @Test
    void a_field_counts_as_named_only_where_it_is_a_word_of_its_own() {
        assertThat(Api.names("there is no such field; known: id, data", "a")).isFalse();
        assertThat(Api.names("the sha256 must have 64 digits", "sha256")).isTrue();
    }

    @Test
    void a_port_that_no_machine_has_makes_no_address() {
        assertThatThrownBy(() -> Address.checked("http://127.0.0.1:99999", "--url"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("is no address");
    }

    private void train(String recipe) throws IOException {
        var options = new Options();
        new CommandLine(options)
                .parseArgs(Files.writeString(dir.resolve("r.yaml"), recipe).toString());
        options.spec.tree("train");
    }

    @Command
    private static final class Options {
        @Mixin
        private SpecOptions spec;
    }
}
