package dev.wsol.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.vision.map.ScoreMap;
import dev.wsol.vision.map.Thresholds;
import org.junit.jupiter.api.Test;

class PixelScorerTest {
    private final PixelScorer scorer = new PixelScorer(Thresholds.every(0.25));

    @Test
    void bins_are_closed_on_the_left_and_one_has_a_bin_of_its_own() {
        scorer.score(map(0, 0.25, Math.nextDown(0.25), 1), new byte[] {1, 1, 1, 1});
        assertThat(scorer.tally().foreground()).containsExactly(2, 1, 0, 0, 1, 0);
    }

    @Test
    void every_edge_of_a_fine_list_begins_its_own_bin() {
        var thresholds = Thresholds.every(0.001);
        for (int i = 0; i < thresholds.size(); i++) {
            var one = new PixelScorer(thresholds);
            one.score(map(thresholds.value(i), Math.nextDown(thresholds.value(Math.max(i, 1)))), new byte[] {1, 0});
            assertThat(one.tally().foreground()[i]).as("edge %d", i).isEqualTo(1);
            assertThat(one.tally().background()[Math.max(i, 1) - 1]).isEqualTo(1);
        }
    }

    @Test
    void ignored_pixels_count_neither_way() {
        scorer.score(map(0.1, 0.9, 0.9), new byte[] {0, 1, PixelScorer.IGNORED});
        assertThat(scorer.tally().background()).containsExactly(1, 0, 0, 0, 0, 0);
        assertThat(scorer.tally().averagePrecision()).isEqualTo(100);
    }

    @Test
    void a_set_without_foreground_is_an_error_not_a_number() {
        scorer.score(map(0.1, 0.9), new byte[] {0, 0});
        assertThatThrownBy(() -> scorer.tally().averagePrecision()).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> PixelTally.none(4).averagePrecision()).isInstanceOf(MetricException.class);
    }

    @Test
    void a_score_outside_zero_to_one_counts_nothing() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.1, 1.1})
            assertThatThrownBy(() -> scorer.score(map(0.5, bad), new byte[] {1, 1}))
                    .isInstanceOf(MetricException.class)
                    .hasMessageContaining(String.valueOf(bad));
        assertThat(scorer.tally()).isEqualTo(PixelTally.none(4));
    }

    private static ScoreMap map(double... values) {
        return new ScoreMap(1, values.length, values);
    }
}
