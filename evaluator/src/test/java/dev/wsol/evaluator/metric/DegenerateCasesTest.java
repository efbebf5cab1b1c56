package dev.wsol.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.evaluator.metric.BoxSearch.Contours;
import dev.wsol.evaluator.metric.BoxSearch.Ends;
import dev.wsol.vision.map.MapException;
import dev.wsol.vision.map.MapResize.Kind;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.ScoreMap;
import dev.wsol.vision.map.ScoreMapper;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of spec section 10, row by row. */
class DegenerateCasesTest {
    private final LevelFit fit = new LevelFit();

    @ParameterizedTest
    @ValueSource(floats = {3, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void a_constant_cam_and_one_with_nan_or_infinity_become_a_map_of_zeros_and_are_counted(float odd) {
        var cam = new float[196];
        Arrays.fill(cam, 3);
        cam[17] = odd;
        var mapper = new ScoreMapper(Kind.BILINEAR, 14, 14, 224, 224);
        var image = ScoreImage.blank(224, 224);
        mapper.map(cam, 0, image);
        assertThat(image.peak()).isZero();
        assertThat(mapper.degenerate()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Contours.class)
    void a_map_of_zeros_gives_the_box_at_the_origin_at_its_only_level(Contours contours) {
        measure(contours, ScoreImage.blank(5, 7));
        assertThat(fit.levels()).isEqualTo(1);
        assertThat(fit.box(0)).isEqualTo(PixelBox.NONE);
    }

    @ParameterizedTest
    @EnumSource(Contours.class)
    void a_map_of_ones_and_one_of_halves_are_the_whole_image_at_every_level(Contours contours) {
        for (double value : new double[] {1, 0.5}) {
            var values = new double[35];
            Arrays.fill(values, value);
            measure(contours, new ScoreMap(5, 7, values).quantise());
            assertThat(fit.levels()).isEqualTo(value == 1 ? 255 : 127);
            for (int level = 0; level < fit.levels(); level++)
                assertThat(fit.box(level)).isEqualTo(new PixelBox(0, 0, 6, 4));
        }
    }

    @ParameterizedTest
    @EnumSource(Contours.class)
    void a_map_of_one_pixel_gives_the_box_at_the_origin(Contours contours) {
        measure(contours, new ScoreImage(1, 1, new byte[] {9}));
        assertThat(fit.box(0)).isEqualTo(PixelBox.NONE);
    }

    @Test
    void in_one_row_or_one_column_all_areas_are_zero_and_the_last_run_wins() {
        byte[] runs = {9, 9, 9, 0, 9, 0, 9, 9, 0};
        measure(Contours.LARGEST, new ScoreImage(1, 9, runs));
        assertThat(fit.box(0)).isEqualTo(new PixelBox(6, 0, 8, 0));
        measure(Contours.LARGEST, new ScoreImage(9, 1, runs));
        assertThat(fit.box(0)).isEqualTo(new PixelBox(0, 6, 0, 8));
    }

    @Test
    void of_equal_areas_the_outermost_component_found_last_wins() {
        measure(Contours.LARGEST, new ScoreImage(3, 5, new byte[] {1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0}));
        assertThat(fit.box(0)).isEqualTo(new PixelBox(3, 2, 4, 2));
    }

    @Test
    void of_several_true_boxes_the_best_match_counts() {
        var all = List.of(new PixelBox(5, 5, 6, 6), new PixelBox(0, 0, 1, 1));
        var image = new ScoreImage(7, 7, new byte[49]);
        image.pixels()[0] = 1;
        fit.measure(BoxSearch.of(Contours.LARGEST, Ends.CLIPPED), image, all);
        assertThat(fit.iou(0)).isEqualTo(1);
    }

    @Test
    void a_true_box_without_extent_is_one_pixel_wide() {
        assertThat(new PixelBox(3, 2, 3, 2).area()).isEqualTo(1);
    }

    @Test
    void an_inverted_or_negative_true_box_is_an_error() {
        var frame = new BoxScaling.Frame(100, 100, 224, 224);
        assertThatThrownBy(() -> BoxScaling.MULTIPLY_FIRST.corners(50, 10, 40, 20, frame))
                .isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> BoxScaling.MULTIPLY_FIRST.corners(-5, 10, 40, 20, frame))
                .isInstanceOf(MetricException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0000001, -1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void a_map_value_outside_zero_to_one_is_an_error_that_names_its_place(double value) {
        var map = new ScoreMap(2, 2, new double[] {0, 1, 0.5, value});
        assertThatThrownBy(() -> map.checked("a.npy"))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("a.npy")
                .hasMessageContaining("row 1, column 1");
    }

    @Test
    void with_fewer_than_five_classes_the_top_5_are_all_of_them() {
        assertThat(Ranking.top(new float[] {1, 3}, 5)).containsExactly(1, 0);
    }

    private void measure(Contours contours, ScoreImage image) {
        fit.measure(BoxSearch.of(contours, Ends.CLIPPED), image, List.of(new PixelBox(1, 1, 2, 2)));
    }
}
