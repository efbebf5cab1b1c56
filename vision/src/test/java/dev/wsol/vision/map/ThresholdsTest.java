package dev.wsol.vision.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsTest {

    @Test
    @Tag("reference")
    void lists_are_equal_to_the_reference_for_every_step_it_has() throws Exception {
        for (var file : Reference.files("evaluation", "thresholds_*_f64.npy"))
            assertThat(Thresholds.every(step(file.getFileName().toString())).values())
                    .as(file.toString())
                    .containsExactly(Npy.read(file).doubles());
    }

    @Test
    @Tag("reference")
    void levels_are_equal_to_the_reference_for_every_peak() throws Exception {
        for (var file : Reference.files("evaluation", "levels_*_u8.npy.gz")) {
            var thresholds = Thresholds.every(step(file.getFileName().toString()));
            int[] table = Npy.read(file).ints();
            assertThat(table).hasSize(256 * thresholds.size());
            for (int peak = 0; peak < 256; peak++)
                for (int i = 0; i < thresholds.size(); i++)
                    assertThat(thresholds.level(i, peak)).isEqualTo(table[peak * thresholds.size() + i]);
        }
    }

    private static double step(String name) {
        return Double.parseDouble(name.split("_")[1].replace('p', '.'));
    }

    @Test
    void products_are_truncated_even_when_they_nearly_reach_the_next_level() {
        assertThat(Thresholds.every(0.01).level(29, 100)).isEqualTo(28);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.5, 1e-9, Double.NaN})
    void a_step_that_makes_no_list_is_refused(double step) {
        assertThatThrownBy(() -> Thresholds.every(step)).isInstanceOf(MapException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void a_fixed_threshold_outside_0_to_1_is_refused(double value) {
        assertThatThrownBy(() -> Thresholds.fixed(value)).isInstanceOf(MapException.class);
    }
}
