package dev.wsol.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FixedBoxTest {
    private static final List<List<PixelBox>> TRUTH = List.of(
            List.of(new PixelBox(25, 10, 74, 89)), // 50 x 80, centred
            List.of(new PixelBox(0, 0, 9, 9), new PixelBox(25, 10, 74, 89)),
            List.of(new PixelBox(90, 90, 99, 99)));

    @Test
    void the_best_centred_box_is_found_on_the_grid() {
        var best = FixedBox.bestCentred(TRUTH, 100, 100, 90, 10);
        assertThat(best).isEqualTo(new FixedBox(0.5, 0.8, 200.0 / 3));
        assertThat(best.on(100, 100)).isEqualTo(new PixelBox(25, 10, 74, 89));
    }

    @Test
    void the_whole_frame_fits_what_fills_it() {
        assertThat(FixedBox.wholeFrame(TRUTH, 100, 100, 30).percent()).isEqualTo(200.0 / 3);
        assertThat(FixedBox.wholeFrame(TRUTH, 100, 100, 50).percent()).isZero();
    }

    @Test
    void a_baseline_of_no_images_is_an_error() {
        assertThatThrownBy(() -> FixedBox.wholeFrame(List.of(), 10, 10, 50)).isInstanceOf(MetricException.class);
    }
}
