package dev.wsol.worker.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    @Tag("reference")
    void the_modulo_rule_gives_the_published_rate_of_every_epoch_exactly() throws IOException {
        String root = System.getProperty("wsol.reference", "");
        Path file = Path.of(root.isBlank() ? "src/test/resources" : root, "models", "lr_schedule.json");
        Assumptions.assumeTrue(Files.isRegularFile(file), "no " + file.toAbsolutePath());
        JsonNode configs = new ObjectMapper().readTree(file.toFile());
        assertThat(configs.size()).isPositive();
        for (JsonNode config : configs) {
            var steps = StreamSupport.stream(config.get("lr_steps").spliterator(), false)
                    .map(JsonNode::asInt)
                    .toList();
            var schedule = Schedule.modulo(config.get("start_lr").asDouble(), steps, 0.1);
            JsonNode wanted = config.get("lr_used_in_epoch_1_to_N");
            for (int e = 0; e < wanted.size(); e++)
                assertThat(schedule.at(e, 0, 1)).isEqualTo(wanted.get(e).asDouble());
        }
    }

    @Test
    void a_cosine_climbs_to_its_peak_and_falls_towards_nothing() {
        var schedule = Schedule.cosine(1.5e-3, 4, 0.1);

        assertThat(schedule.at(0, 0, 100)).isEqualTo(1.5e-3 / 40, offset(1e-12));
        assertThat(schedule.at(0, 39, 100)).isEqualTo(1.5e-3, offset(1e-12));
        assertThat(schedule.at(0, 40, 100)).isEqualTo(1.5e-3, offset(1e-12));
        assertThat(schedule.at(2, 20, 100)).isEqualTo(0.75e-3, offset(1e-12));
        assertThat(schedule.at(3, 99, 100)).isBetween(0.0, 1e-7);
    }

    @Test
    void the_modulo_rule_may_rise_first_and_is_then_itself() {
        var plain = Schedule.modulo(1e-3, List.of(2), 0.1);
        var warmed = Schedule.warmed(plain, 4, 0.25);

        assertThat(warmed.at(0, 0, 10)).isEqualTo(1e-4, offset(1e-12));
        assertThat(warmed.at(0, 9, 10)).isEqualTo(1e-3, offset(1e-12));
        for (int epoch = 1; epoch < 4; epoch++)
            assertThat(warmed.at(epoch, 3, 10)).isEqualTo(plain.at(epoch, 3, 10));
        assertThat(Schedule.warmed(plain, 4, 0).at(0, 0, 10)).isEqualTo(plain.at(0, 0, 10));
        assertThatThrownBy(() -> Schedule.warmed(plain, 4, 1)).hasMessageContaining("warm-up");
    }

    @Test
    void a_run_of_a_single_step_still_has_a_rate() {
        assertThat(Schedule.cosine(1e-3, 1, 0.1).at(0, 0, 1)).isEqualTo(1e-3);
    }

    @Test
    void rates_that_cannot_be_are_refused() {
        for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Schedule.cosine(rate, 1, 0.1)).hasMessageContaining("learning rate");
            assertThatThrownBy(() -> Schedule.modulo(rate, List.of(30), 0.1)).hasMessageContaining("learning rate");
        }
        assertThatThrownBy(() -> Schedule.modulo(1, List.of(0), 0.1)).hasMessageContaining("from 1 on");
    }
}
