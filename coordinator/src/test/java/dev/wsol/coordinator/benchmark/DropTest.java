package dev.wsol.coordinator.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wsol.contract.JobId;
import dev.wsol.contract.Regression.Basis;
import dev.wsol.contract.wire.SeriesCodec.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class DropTest {
    @Test
    void with_seeds_the_next_one_is_expected_within_the_widened_interval() {
        var seeds = List.of(entry(1, 60), entry(2, 61), entry(3, 62)); // s = 1, t(2) = 4.302653

        assertThat(Drop.of(seeds, 61 - 4.96, 0.1)).isEmpty();
        assertThat(Drop.of(seeds, 61 - 4.97, 0.1)).hasValueSatisfying(d -> {
            assertThat(d.reference()).isEqualTo(61);
            assertThat(d.allowed()).isCloseTo(4.302653 * Math.sqrt(4.0 / 3), within(1e-6));
            assertThat(d.basis()).isEqualTo(Basis.SEED_INTERVAL);
            assertThat(d.best().value()).isEqualTo(62);
        });
    }

    @Test
    void with_one_seed_the_fixed_drop_below_the_best_counts() {
        var one = List.of(entry(1, 60), entry(1, 59));

        assertThat(Drop.of(one, 58.1, 2)).isEmpty();
        assertThat(Drop.of(one, 57.9, 2)).hasValueSatisfying(d -> {
            assertThat(d.reference()).isEqualTo(60);
            assertThat(d.basis()).isEqualTo(Basis.FIXED_DROP);
        });
    }

    @Test
    void without_a_measure_nothing_is_said() {
        assertThat(Drop.of(List.of(), 0, 1)).isEmpty();
        assertThat(Drop.of(List.of(entry(1, 60)), 0, 0)).isEmpty();
    }

    private static Entry entry(long seed, double value) {
        return new Entry(new JobId("j"), "0", seed, value);
    }
}
