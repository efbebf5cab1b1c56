package dev.wsol.infra.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.infra.cli.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void a_folder_is_told_as_one() {
        assertThatThrownBy(() -> RecipeFile.read(dir)).hasMessageEndingWith("is a folder; name a file in it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: 1\n---\nb: 2'|line 3, column 1: a second document begins; a file holds one",
                "'a: &x {b: 1}\nc: *x'|line 2, column 4: '*x' is not followed here: write the value itself",
                "'a:\n\tb: 1'|line 2, column 1: while scanning for the next token, found character",
                "'a: 1\n[b]: 2'|Expected a field name (Scalar value in YAML)",
            })
    void where_and_what_is_told_in_words_for_people(String text, String told) {
        assertThatThrownBy(() -> RecipeFile.parse(Path.of("r.yaml"), "recipe", text.translateEscapes()))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining(told)
                .hasMessageNotContainingAny("yaml.snakeyaml", "jackson", "Feature", "Constraints");
    }

    @Test
    void nesting_without_end_is_refused_where_it_gets_too_deep() {
        for (int levels : new int[] {60, 5_000})
            assertThatThrownBy(() -> RecipeFile.parse(Path.of("r.yaml"), "recipe", "a: " + "[".repeat(levels)))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("line 1, column 53: is nested deeper than 50 levels");
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
