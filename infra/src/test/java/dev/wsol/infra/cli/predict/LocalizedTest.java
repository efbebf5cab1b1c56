package dev.wsol.infra.cli.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.image.Size;
import dev.wsol.vision.map.ScoreImage;
import org.junit.jupiter.api.Test;

class LocalizedTest {
    private static final float[] LOGITS = {1, 3, 2};

    @Test
    void a_box_is_told_in_pixels_of_the_file_with_edges_that_reach_the_picture_s_border() {
        var map = ScoreImage.blank(224, 224);
        for (int y = 56; y < 224; y++) for (int x = 112; x < 224; x++) map.pixels()[y * 224 + x] = 100;
        map.pixels()[56 * 224 + 112] = (byte) 255;

        var found =
                Localized.of(new Size(448, 112), LOGITS, 1, map, 0.2).found().orElseThrow();

        assertThat(found.onMap()).isEqualTo(new PixelBox(112, 56, 223, 223));
        assertThat(found.onImage()).isEqualTo(new PixelBox(224, 28, 448, 112));
        assertThat(found.peakX()).isEqualTo(225);
        assertThat(found.peakY()).isEqualTo(28);
    }

    @Test
    void a_threshold_above_all_but_the_peak_leaves_the_peak() {
        var map = ScoreImage.blank(4, 4);
        map.pixels()[5] = (byte) 200;
        map.pixels()[6] = 90;
        var found = Localized.of(new Size(4, 4), LOGITS, 0, map, 0.9).found().orElseThrow();
        assertThat(found.onImage()).isEqualTo(new PixelBox(1, 1, 2, 2));
    }

    @Test
    void a_flat_map_has_no_box() {
        assertThat(Localized.of(new Size(9, 9), LOGITS, 0, ScoreImage.blank(4, 4), 0.35)
                        .found())
                .isEmpty();
    }

    @Test
    void probabilities_are_the_softmax_also_of_large_logits() {
        var best = Localized.of(new Size(9, 9), new float[] {1000, 1002, 990}, 0, ScoreImage.blank(1, 1), 0)
                .best();
        assertThat(best).extracting(Localized.Guess::category).containsExactly(1, 0, 2);
        assertThat(best.get(0).probability()).isCloseTo(1 / (1 + Math.exp(-2) + Math.exp(-12)), within(1e-12));
    }
}
