package dev.wsol.contract.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvTest {
    @Test
    void values_are_stripped_and_blank_ones_count_as_absent() {
        var env = new Env(Map.of("WSOL_HTTP_PORT", " 80 ", "WSOL_HTTP_HOST", "  "));

        assertThat(env.get("HTTP_PORT", Integer::valueOf, 1)).isEqualTo(80);
        assertThat(env.get("HTTP_HOST", s -> s, "localhost")).isEqualTo("localhost");
        assertThatCode(env::done).doesNotThrowAnyException();
    }

    @Test
    void all_mistakes_are_told_in_one_message() {
        var env = new Env(Map.of("WSOL_HTTP_PORT", "eighty", "WSOL_HTTP_PROT", "1", "OTHER", "x"));
        env.get("HTTP_PORT", Integer::valueOf, 1);
        assertThat(env.<String>need("KAFKA", s -> s)).isNull();

        assertThatThrownBy(env::done)
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("WSOL_HTTP_PORT='eighty' cannot be used: expected a whole number of usual size")
                .hasMessageContaining("WSOL_KAFKA is not set")
                .hasMessageContaining("WSOL_HTTP_PROT is no setting; did you mean WSOL_HTTP_PORT?")
                .hasMessageNotContaining("OTHER");
    }

    @Test
    void settings_of_another_service_are_not_called_unknown_but_their_misspellings_are() {
        var env = new Env(Map.of("WSOL_HTTP_PORT", "x", "WSOL_SLOTS", "y"));
        assertThatCode(env::done).doesNotThrowAnyException();

        var misspelt = new Env(Map.of("WSOL_HTP_PORT", "1"));
        assertThatThrownBy(misspelt::done)
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("WSOL_HTP_PORT is no setting; did you mean WSOL_HTTP_PORT?");
    }

    @Test
    void kafka_takes_further_properties_from_a_file_but_the_own_ones_win(@TempDir Path dir) throws IOException {
        var file = Files.writeString(dir.resolve("client.properties"), "security.protocol=SSL\nacks=0\n");
        var env = new Env(Map.of("WSOL_KAFKA", "k:9092", "WSOL_KAFKA_CONFIG", file.toString()));

        var all = KafkaSettings.from(env).with(Map.of("acks", "all"));

        env.done();
        assertThat(all)
                .containsEntry("bootstrap.servers", "k:9092")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("acks", "all");
    }

    @Test
    void a_missing_file_of_properties_is_named() {
        var env = new Env(Map.of("WSOL_KAFKA", "k:9092", "WSOL_KAFKA_CONFIG", "/nowhere/client.properties"));
        KafkaSettings.from(env);

        assertThatThrownBy(env::done).hasMessageContaining("/nowhere/client.properties");
    }

    @Test
    void the_page_of_settings_has_all_names() throws IOException {
        var row = Pattern.compile("(?m)^\\| (`WSOL_.*?) \\|");
        var page = row.matcher(Files.readString(Path.of("../docs/settings.md")))
                .results()
                .flatMap(r -> Arrays.stream(r.group(1).replace("`", "").split(", ")))
                .toList();

        assertThat(page).containsExactlyInAnyOrderElementsOf(Names.ALL);
    }
}
