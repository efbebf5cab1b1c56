package dev.wsol.evaluator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.BoxTally;
import dev.wsol.evaluator.metric.Figure;
import dev.wsol.evaluator.metric.Tally;
import dev.wsol.vision.map.Thresholds;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static final int IMAGES = 10;
    private static final Thresholds GRID = Thresholds.every(.3); // 0, .3, .6, .9

    @Test
    void deployed_applies_the_threshold_that_was_best_on_validation_to_test() {
        var test = tallies(new int[] {9, 5, 4, 0}, new int[] {7, 3, 2, 0});
        var validation = tallies(new int[] {1, 2, 8, 3}, new int[] {0, 1, 6, 2});

        var scores = Scores.of(Protocol.named("deployed"), GRID, test, Optional.of(validation));

        assertThat(scores.metrics()).containsEntry("maxBoxAcc50", 40.0).containsEntry("top1Loc", 20.0);
        assertThat(scores.thresholds()).containsEntry("maxBoxAcc50", GRID.value(2));
        assertThat(scores.metrics())
                .containsEntry("validationMaxBoxAcc50", 80.0)
                .containsEntry("validationTop1Loc", 60.0);
    }

    @Test
    void the_threshold_of_top_1_localization_is_the_one_that_boxes_best_not_its_own() {
        var test = tallies(new int[] {0, 5, 6, 0}, new int[] {0, 4, 3, 0});
        var validation = tallies(new int[] {0, 9, 8, 0}, new int[] {0, 5, 7, 0});

        var scores = Scores.of(Protocol.named("deployed"), GRID, test, Optional.of(validation));

        assertThat(scores.thresholds()).containsEntry("top1Loc", GRID.value(1));
        assertThat(scores.metrics()).containsEntry("top1Loc", 40.0);
    }

    @Test
    void the_oracle_takes_the_best_of_the_scored_split_for_each_metric_alone() {
        var test = tallies(new int[] {9, 5, 4, 0}, new int[] {2, 3, 7, 0});

        var scores = Scores.of(Protocol.named("scm"), GRID, test, Optional.empty());

        assertThat(scores.metrics()).containsEntry("gtKnown", 90.0).containsEntry("top1Loc", 70.0);
        assertThat(scores.thresholds()).containsEntry("gtKnown", 0.0).containsEntry("top1Loc", GRID.value(2));
    }

    @Test
    void scm_reports_the_predicted_class_s_map_and_the_true_class_s_map_under_different_names() {
        var test = tallies(new int[] {9, 0, 0, 0}, new int[] {0, 0, 0, 0});

        var scores = Scores.of(Protocol.named("scm"), GRID, test, Optional.empty());

        assertThat(scores.metrics()).containsEntry("maxBoxAcc50", 60.0).containsEntry("gtKnown", 90.0);
    }

    /** The predicted class's map fits 6 images at the first threshold, whatever the others do. */
    private static Scores.Tallies tallies(int[] gtKnown, int[] top1Loc) {
        var predicted = new int[] {6, 0, 0, 0};
        Map<Figure, List<BoxTally>> coupled = new EnumMap<>(Figure.class);
        coupled.put(Figure.GT_KNOWN, threeTimes(gtKnown));
        coupled.put(Figure.TOP1_LOC, threeTimes(top1Loc));
        coupled.put(Figure.TOP5_LOC, threeTimes(gtKnown));
        coupled.put(Figure.PREDICTED_TOP1, threeTimes(predicted));
        coupled.put(Figure.PREDICTED_TOP5, threeTimes(predicted));
        return new Scores.Tallies(tally(coupled), tally(Map.of(Figure.GT_KNOWN, threeTimes(gtKnown))));
    }

    private static Tally tally(Map<Figure, List<BoxTally>> boxes) {
        return new Tally(List.of(30, 50, 70), IMAGES, IMAGES, 8, 10, boxes);
    }

    private static List<BoxTally> threeTimes(int[] hits) {
        var tally = new BoxTally(IMAGES, hits);
        return List.of(tally, tally, tally);
    }
}
