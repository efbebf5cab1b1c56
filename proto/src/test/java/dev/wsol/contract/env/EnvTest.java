package dev.wsol.contract.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvTest {
    @Test
    void values_are_stripped_and_blank_ones_count_as_absent() {
        var env = new Env(Map.of("WSOL_PORT", " 80 ", "WSOL_HOST", "  "));

        assertThat(env.get("PORT", Integer::valueOf, 1)).isEqualTo(80);
        assertThat(env.get("HOST", s -> s, "localhost")).isEqualTo("localhost");
        assertThatCode(env::done).doesNotThrowAnyException();
    }

    @Test
    void all_mistakes_are_told_in_one_message() {
        var env = new Env(Map.of("WSOL_PORT", "eighty", "WSOL_PROT", "1", "OTHER", "x"));
        env.get("PORT", Integer::valueOf, 1);
        assertThat(env.<String>need("KAFKA", s -> s)).isNull();

        assertThatThrownBy(env::done)
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("WSOL_PORT='eighty' cannot be used")
                .hasMessageContaining("WSOL_KAFKA is not set")
                .hasMessageContaining("WSOL_PROT is no setting; did you mean WSOL_PORT?")
                .hasMessageNotContaining("OTHER");
    }

    @Test
    void settings_of_another_reader_are_not_called_unknown() {
        var env = new Env(Map.of("WSOL_HTTP_PORT", "1")).also("HTTP_PORT");

        assertThatCode(env::done).doesNotThrowAnyException();
    }

    @Test
    void a_stray_setting_where_none_is_known_is_still_told() {
        var env = new Env(Map.of("WSOL_X", "1"));

        assertThatThrownBy(env::done).isInstanceOf(BadSettings.class).hasMessageContaining("WSOL_X");
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
}
