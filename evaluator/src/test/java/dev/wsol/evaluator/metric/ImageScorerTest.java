package dev.wsol.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.evaluator.metric.BoxSearch.Contours;
import dev.wsol.evaluator.metric.BoxSearch.Ends;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.Thresholds;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageScorerTest {
    private static final List<PixelBox> TRUTH = List.of(new PixelBox(0, 0, 3, 3));
    private static final ScoreImage GOOD = square(3); // a box of 3x3 pixels reads as 4x4: IoU 1
    private static final ScoreImage BAD = ScoreImage.blank(8, 8);

    @Test
    void gt_known_asks_the_true_class_and_scms_figure_the_predicted_one() {
        var tally = scored(new float[] {1, 3}, 0, 0);
        assertThat(tally.of(Figure.GT_KNOWN, 50).best().percent()).isEqualTo(100);
        assertThat(tally.of(Figure.PREDICTED_TOP1, 50).best().percent()).isZero();
        assertThat(tally.of(Figure.PREDICTED_TOP5, 50).best().percent()).isEqualTo(100);
        assertThat(tally.of(Figure.TOP1_LOC, 50).best().percent()).isZero();
        assertThat(tally.of(Figure.TOP5_LOC, 50).best().percent()).isEqualTo(100);
        assertThat(tally.top1Percent()).isZero();
    }

    @Test
    void a_wrong_class_with_a_fitting_map_is_detected_but_not_localized() {
        var tally = scored(new float[] {1, 3}, 0, 1);
        assertThat(tally.of(Figure.PREDICTED_TOP1, 50).best().percent()).isEqualTo(100);
        assertThat(tally.of(Figure.TOP1_LOC, 50).best().percent()).isZero();
        assertThat(tally.of(Figure.TOP5_LOC, 50).best().percent()).isZero();
    }

    @Test
    void with_fewer_than_five_classes_top_5_means_all_of_them() {
        assertThat(scored(new float[] {1, 3, 2}, 0, 0).top5Percent()).isEqualTo(100);
    }

    @Test
    void of_equal_logits_the_lower_class_is_first() {
        assertThat(Ranking.top(new float[] {1, 2, 2, 0, 2, -1, 2}, 5)).containsExactly(1, 2, 4, 6, 0);
    }

    @Test
    void a_logit_that_is_no_number_is_an_error_and_counts_nothing() {
        var scorer = new ImageScorer(Grid.standard(Thresholds.every(0.5), Contours.LARGEST));
        assertThatThrownBy(() -> scorer.score(new float[] {1, Float.NaN}, 0, TRUTH, c -> GOOD))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("class 1");
        assertThatThrownBy(() -> scorer.score(new float[] {1, 2}, 2, TRUTH, c -> GOOD))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("label 2");
        assertThatThrownBy(() -> scorer.score(new float[] {1, 2}, 0, List.of(), c -> GOOD))
                .isInstanceOf(MetricException.class);
        assertThat(scorer.tally().images()).isZero();
    }

    @Test
    void no_images_at_all_is_an_error_not_a_number() {
        var tally = new ImageScorer(Grid.standard(Thresholds.every(0.5), Contours.LARGEST)).tally();
        assertThatThrownBy(() -> tally.of(Figure.GT_KNOWN, 50).best()).isInstanceOf(MetricException.class);
        assertThatThrownBy(tally::top1Percent).isInstanceOf(MetricException.class);
    }

    @Test
    void figures_that_were_not_counted_are_an_error_not_zero() {
        var grid = new Grid(Thresholds.every(0.5), Contours.LARGEST, Ends.CLIPPED, List.of(50), 0, false);
        var scorer = new ImageScorer(grid);
        scorer.score(TRUTH, GOOD);
        var tally = scorer.tally();
        assertThat(tally.of(Figure.GT_KNOWN, 50).best().percent()).isEqualTo(100);
        assertThatThrownBy(() -> tally.of(Figure.TOP1_LOC, 50)).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> tally.of(Figure.GT_KNOWN, 70)).hasMessageContaining("70");
        assertThatThrownBy(tally::top1Percent).isInstanceOf(MetricException.class);
    }

    @Test
    void the_iou_itself_is_enough_except_where_a_protocol_is_strict() {
        var truth = List.of(new PixelBox(0, 0, 3, 7)); // prediction 4x4, truth 4x8: IoU 0.5
        for (boolean strict : new boolean[] {false, true}) {
            var grid = new Grid(Thresholds.every(0.5), Contours.LARGEST, Ends.CLIPPED, List.of(50), 1, strict);
            var scorer = new ImageScorer(grid);
            scorer.score(new float[] {1}, 0, truth, c -> GOOD);
            assertThat(scorer.tally().of(Figure.GT_KNOWN, 50).best().percent()).isEqualTo(100);
            assertThat(scorer.tally().of(Figure.TOP1_LOC, 50).best().percent()).isEqualTo(strict ? 0 : 100);
        }
    }

    @Test
    void the_threshold_chosen_on_validation_is_the_first_best_and_is_applied_as_it_is() {
        var validation = tally(new BoxTally(10, new int[] {3, 8, 8, 2}));
        var test = tally(new BoxTally(20, new int[] {20, 5, 7, 9}));
        assertThat(validation.chosen(50)).isEqualTo(1);
        assertThat(test.of(Figure.GT_KNOWN, 50).percent(validation.chosen(50))).isEqualTo(25);
        assertThat(test.of(Figure.GT_KNOWN, 50).best()).isEqualTo(new BoxTally.Choice(0, 100));
    }

    @Test
    void impossible_boxes_and_lists_are_refused() {
        assertThatThrownBy(() -> new PixelBox(3, 0, 2, 4)).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> new PixelBox(-1, 0, 2, 4)).isInstanceOf(MetricException.class);
        assertThat(new PixelBox(2, 0, 2, 4).area())
                .as("one pixel wide is allowed")
                .isEqualTo(5);
        assertThatThrownBy(() -> new Grid(Thresholds.every(0.5), Contours.ALL, Ends.CLIPPED, List.of(50, 50), 0, false))
                .isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> new Grid(Thresholds.every(0.5), Contours.ALL, Ends.CLIPPED, List.of(0), 0, false))
                .isInstanceOf(MetricException.class);
    }

    @Test
    void whole_number_cub_boxes_are_cut_before_they_are_scaled_and_stay_inside() {
        var frame = new BoxScaling.Frame(500, 400, 224, 224);
        assertThat(BoxScaling.DIVIDE_FIRST_WHOLE.extent(12.7, 0.9, 487.9, 399.2, frame))
                .isEqualTo(new PixelBox(5, 0, 223, 223));
        assertThat(BoxScaling.MULTIPLY_FIRST.extent(100, 100, 100, 100, frame))
                .isEqualTo(new PixelBox(44, 56, 89, 112));
        assertThatThrownBy(() -> BoxScaling.MULTIPLY_FIRST.corners(0, 0, Double.NaN, 1, frame))
                .isInstanceOf(MetricException.class);
    }

    private static Tally tally(BoxTally boxes) {
        return new Tally(List.of(50), boxes.images(), 0, 0, 0, java.util.Map.of(Figure.GT_KNOWN, List.of(boxes)));
    }

    /** Only the map of class {@code fitting} fits. */
    private static Tally scored(float[] logits, int label, int fitting) {
        var scorer = new ImageScorer(Grid.standard(Thresholds.every(0.5), Contours.LARGEST));
        scorer.score(logits, label, TRUTH, c -> c == fitting ? GOOD : BAD);
        return scorer.tally();
    }

    private static ScoreImage square(int side) {
        var image = ScoreImage.blank(8, 8);
        for (int y = 0; y < side; y++) for (int x = 0; x < side; x++) image.pixels()[y * 8 + x] = (byte) 255;
        return image;
    }
}
