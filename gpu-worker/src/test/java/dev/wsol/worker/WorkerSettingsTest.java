package dev.wsol.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.env.BadSettings;
import dev.wsol.contract.work.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {
    @Test
    void an_address_of_kafka_is_enough() {
        var settings = WorkerSettings.from(Map.of("WSOL_KAFKA", "k:9092", "PATH", "/bin"));

        assertThat(settings.kafka().bootstrap()).isEqualTo("k:9092");
        assertThat(settings.store().bucket()).isEqualTo("wsol");
        assertThat(settings.queues()).containsExactly("default");
        assertThat(settings.slots()).isEqualTo(1);
        assertThat(settings.device()).isEqualTo("auto");
    }

    @Test
    void every_setting_is_read() {
        var vars = new HashMap<>(Map.of(
                "WSOL_KAFKA", "k:9092",
                "WSOL_S3_ENDPOINT", "http://s3:9000",
                "WSOL_S3_REGION", "eu-west-3",
                "WSOL_S3_BUCKET", "models",
                "WSOL_S3_ACCESS_KEY", "a",
                "WSOL_S3_SECRET_KEY", "s",
                "WSOL_QUEUES", "high, default",
                "WSOL_SLOTS", "2",
                "WSOL_DEVICE", "cuda:1",
                "WSOL_TRANSPORT", "classic"));
        vars.putAll(Map.of("WSOL_WORKER_NAME", "gpu-3", "WSOL_TEMP_DIR", "/scratch", "WSOL_MAX_PIXELS", "1000"));

        var settings = WorkerSettings.from(vars);

        assertThat(settings.queues()).isEqualTo(List.of("high", "default"));
        assertThat(settings.transport()).isEqualTo(Transport.CLASSIC);
        assertThat(settings.store().endpoint()).hasHost("s3");
        assertThat(settings.decoder().maxPixels()).isEqualTo(1000);
        assertThat(settings.name()).isEqualTo("gpu-3");
        assertThat(settings.store()).asString().doesNotContain("=s");
    }

    @Test
    void all_mistakes_are_told_at_once_and_the_nearest_name_is_suggested() {
        var vars = Map.of(
                "WSOL_SLOT",
                "2",
                "WSOL_SLOTS",
                "0",
                "WSOL_DEVICE",
                "gpu",
                "WSOL_S3_BUCKET",
                "No",
                "WSOL_TRANSPORT",
                "x");

        assertThatThrownBy(() -> WorkerSettings.from(vars))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("WSOL_KAFKA is not set")
                .hasMessageContaining("WSOL_SLOT is no setting; did you mean WSOL_SLOTS")
                .hasMessageContaining("WSOL_SLOTS='0'")
                .hasMessageContaining("cuda:N")
                .hasMessageContaining("not a bucket name")
                .hasMessageContaining("WSOL_TRANSPORT='x'");
    }
}
