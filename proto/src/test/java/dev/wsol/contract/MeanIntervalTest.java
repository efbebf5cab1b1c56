package dev.wsol.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeanIntervalTest {
    /** Points as printed in tables of the t distribution. */
    @ParameterizedTest
    @CsvSource({"1,12.7062", "2,4.3027", "12,2.1788", "13,2.1604", "20,2.0860", "30,2.0423", "60,2.0003", "120,1.9799"})
    void the_quantiles_are_those_of_the_tables(int degrees, double t) {
        assertThat(MeanInterval.t(degrees)).isCloseTo(t, within(6e-5));
    }

    @Test
    void three_seeds_have_a_mean_and_an_interval_as_wide_as_their_spread_asks() {
        var m = MeanInterval.of(List.of(60.0, 62.0, 64.0));

        assertThat(m.n()).isEqualTo(3);
        assertThat(m.mean()).isEqualTo(62);
        assertThat(m.half()).isCloseTo(4.302653 * 2 / Math.sqrt(3), within(1e-9));
        assertThat(m.high() - m.low()).isCloseTo(2 * m.half(), within(1e-12));
    }

    @Test
    void one_value_has_no_interval() {
        assertThatThrownBy(() -> MeanInterval.of(List.of(1.0))).hasMessageContaining("needs two values");
    }
}
