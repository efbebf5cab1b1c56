package dev.wsol.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.evaluator.metric.BoxSearch.Contours;
import dev.wsol.evaluator.metric.BoxSearch.Ends;
import dev.wsol.vision.map.Npy;
import dev.wsol.vision.map.Thresholds;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** MaxBoxAcc and MaxBoxAccV2 over whole sets, and image by image. */
@Tag("reference")
class TallyReferenceTest {

    @Test
    void counts_and_best_accuracies_are_equal_in_every_mode_and_step() throws Exception {
        for (var set : MapSet.all()) {
            var results = new ObjectMapper()
                    .readTree(Reference.file("evaluation", set.name() + "_results.json")
                            .toFile());
            assertThat(results).isNotEmpty();
            for (var block : results.properties()) {
                var wanted = block.getValue();
                var thresholds = Thresholds.every(wanted.get("interval").asDouble());
                var tally = scored(set, grid(wanted, thresholds));
                check(set.name() + " " + block.getKey(), wanted, tally, thresholds);
            }
        }
    }

    @Test
    void the_same_images_are_right_at_the_same_thresholds() throws Exception {
        for (var set : MapSet.all()) {
            for (var mode : Contours.values()) {
                var name = "correct_" + (mode == Contours.LARGEST ? "single" : "multi");
                var coarse = set.companion(name + "_0.01");
                var fine = set.companion(name + "_0.001");
                for (int n = 0; n < set.images().size(); n++) {
                    checkImage(set, n, mode, Thresholds.every(0.01), coarse, false);
                    checkImage(set, n, mode, Thresholds.every(0.001), fine, true);
                }
            }
        }
    }

    @Test
    void tallies_of_two_halves_add_up_to_the_whole() throws Exception {
        var set = MapSet.all().get(0);
        var grid = new Grid(Thresholds.every(0.01), Contours.ALL, Ends.CLIPPED, List.of(50), 0, false);
        var half = new ImageScorer(grid);
        var rest = new ImageScorer(grid);
        for (int n = 0; n < set.images().size(); n++)
            (n % 3 == 0 ? half : rest).score(set.truth().get(n), set.images().get(n));
        assertThat(half.tally().plus(rest.tally())).isEqualTo(scored(set, grid));
    }

    private static Grid grid(JsonNode wanted, Thresholds thresholds) {
        var contours = wanted.get("multi_contour").asBoolean() ? Contours.ALL : Contours.LARGEST;
        var ious = wanted.get("max_box_acc").properties().stream()
                .map(e -> Integer.valueOf(e.getKey()))
                .toList();
        return new Grid(thresholds, contours, Ends.CLIPPED, ious, 0, false);
    }

    private static Tally scored(MapSet set, Grid grid) {
        var scorer = new ImageScorer(grid);
        for (int n = 0; n < set.images().size(); n++)
            scorer.score(set.truth().get(n), set.images().get(n));
        return scorer.tally();
    }

    private static void check(String name, JsonNode wanted, Tally tally, Thresholds thresholds) {
        assertThat(tally.images()).isEqualTo(wanted.get("count").asInt());
        for (int iou : tally.ious()) {
            var key = String.valueOf(iou);
            var boxes = tally.of(Figure.GT_KNOWN, iou);
            for (int i = 0; i < thresholds.size(); i++)
                assertThat(boxes.hits()[i])
                        .as("%s IoU %d threshold %d", name, iou, i)
                        .isEqualTo(wanted.get("num_correct").get(key).get(i).asInt());
            var best = boxes.best();
            assertThat(best.percent())
                    .isEqualTo(wanted.get("max_box_acc").get(key).asDouble());
            assertThat(best.index())
                    .isEqualTo(wanted.get("first_best_threshold_index").get(key).asInt());
            assertThat(thresholds.value(best.index()))
                    .isEqualTo(wanted.get("first_best_threshold").get(key).asDouble());
        }
        assertThat(tally.of(Figure.GT_KNOWN, 50).best().percent())
                .isEqualTo(wanted.get("MaxBoxAcc_iou50").asDouble());
        assertThat(tally.meanOfBest(Figure.GT_KNOWN))
                .isEqualTo(wanted.get("MaxBoxAccV2_mean_30_50_70").asDouble());
    }

    private static void checkImage(
            MapSet set, int n, Contours mode, Thresholds thresholds, Npy wanted, boolean packed) {
        var one = new ImageScorer(new Grid(thresholds, mode, Ends.CLIPPED, List.of(30, 50, 70), 0, false));
        one.score(set.truth().get(n), set.images().get(n));
        int row = wanted.shape()[2];
        for (int t = 0; t < 3; t++) {
            int[] hits = one.tally().boxes().get(Figure.GT_KNOWN).get(t).hits();
            for (int i = 0; i < hits.length; i++) {
                int at = (n * 3 + t) * row;
                long bit = packed ? wanted.whole(at + i / 8) >> 7 - i % 8 & 1 : wanted.whole(at + i);
                if (hits[i] != bit)
                    throw new AssertionError(set.name() + " map " + n + " IoU index " + t + " threshold " + i);
            }
        }
    }
}
