package dev.wsol.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.env.BadSettings;
import dev.wsol.contract.env.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoordinatorSettingsTest {
    @Test
    void an_address_of_kafka_is_enough_and_nobody_but_this_machine_is_listened_to() {
        var settings = CoordinatorSettings.from(Map.of("WSOL_KAFKA", "k:9092"));

        assertThat(settings).isEqualTo(CoordinatorSettings.of(KafkaSettings.at("k:9092")));
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8080);
    }

    @Test
    void times_are_read_in_short_and_in_long() {
        var settings = CoordinatorSettings.from(
                Map.of("WSOL_KAFKA", "k:1", "WSOL_LEASE", "500ms", "WSOL_CLAIM_PATIENCE", "PT2M"));

        assertThat(settings.rules().lease()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.rules().claimPatience()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void all_mistakes_are_told_at_once() {
        assertThatThrownBy(() -> CoordinatorSettings.from(
                        Map.of("WSOL_HTTP_PORT", "70000", "WSOL_LEASE", "-3s", "WSOL_LAESE", "3s")))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("WSOL_KAFKA is not set")
                .hasMessageContaining("0 to 65535")
                .hasMessageContaining("WSOL_LEASE='-3s'")
                .hasMessageContaining("WSOL_LAESE is no setting; did you mean WSOL_LEASE");
    }
}
