package dev.wsol.evaluator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.Outcome;
import dev.wsol.evaluator.result.Breakdown;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole protocols against what the published programs print. The programs' fractions are percent here. */
@Tag("reference")
class ProtocolReferenceTest {
    private static final double LAST_BITS = 1e-11;

    @ParameterizedTest
    @ValueSource(strings = {"ts-cam-cub", "ts-cam-ilsvrc", "0.2", "0.35", "0.5"})
    void ts_cam_at_its_fixed_threshold(String preset) throws IOException {
        var vectors = ScmVectors.read();
        var protocol = preset.startsWith("0")
                ? Protocol.custom(Map.of("name", "mine", "base", "ts-cam-cub", "fixedThreshold", preset))
                : Protocol.named(preset);
        var expected = vectors.results().get("tscam_fixed_" + protocol.fixedThreshold());

        var metrics = vectors.scores(protocol).metrics();

        same(metrics.get("top1Cls"), expected, "cls_top1");
        same(metrics.get("top5Cls"), expected, "cls_top5");
        same(metrics.get("top1Loc"), expected, "loc_top1");
        same(metrics.get("top5Loc"), expected, "loc_top5");
        same(metrics.get("gtKnown"), expected, "gt_known");
        same(metrics.get("maxBoxAcc50"), expected, "gt_known");
        var errors = errors(vectors, protocol);
        same(errors.percent(Outcome.RIGHT), expected, "top1_right");
        same(errors.percent(Outcome.CLASS_WRONG), expected, "top1_cls_wrong");
        same(errors.percent(Outcome.SEVERAL_INSTANCES), expected, "top1_multi_instance");
        same(errors.percent(Outcome.PART), expected, "top1_part");
        same(errors.percent(Outcome.MORE), expected, "top1_more");
        same(errors.percent(Outcome.OTHER), expected, "top1_wrong");
    }

    private static void same(double percent, JsonNode expected, String name) {
        assertThat(percent)
                .as(name)
                .isCloseTo(100 * expected.get(name).get("mean").asDouble(), within(LAST_BITS));
    }

    private static Breakdown errors(ScmVectors vectors, Protocol protocol) {
        var labels = vectors.images();
        var judge = new Judge(
                protocol,
                ProtocolScorer.thresholds(protocol),
                Map.of(50, 0),
                i -> new Judge.Named("image " + i, labels.get(i).label()));
        vectors.counted(protocol).rows().forEach(judge::add);
        return Breakdown.of(judge.images());
    }

    @Test
    void scm_by_its_own_variant_and_gt_known_proper_beside_it() throws IOException {
        var vectors = ScmVectors.read();
        official(vectors, Protocol.named("scm"), "single_0.01");
        var truth = vectors.results().get("true_gt_known_single_0.01");
        var scores = vectors.scores(Protocol.named("scm"));
        for (int iou : List.of(30, 50, 70)) {
            var name = iou == 50 ? "gtKnown" : "gtKnown" + iou;
            var expected = truth.get(String.valueOf(iou));
            assertThat(scores.metrics())
                    .containsEntry(name, expected.get("best").asDouble());
            assertThat(scores.thresholds())
                    .containsEntry(name, .01 * expected.get("first_best_index").asInt());
        }
        assertThat(scores.metrics().get("gtKnown30"))
                .isNotEqualTo(scores.metrics().get("maxBoxAcc30"));
    }

    @Test
    void scm_at_another_step_in_multi_contour_mode_and_at_a_fixed_threshold() throws IOException {
        var vectors = ScmVectors.read();
        official(vectors, like("scm", "step", .001), "single_0.001");
        official(vectors, like("scm", "contours", "all"), "multi_0.01");
        var fixed = Protocol.custom(Map.of("name", "mine", "base", "scm", "threshold", "fixed", "fixedThreshold", .35));
        official(vectors, fixed, "fixed_threshold_0.35_single");
    }

    @Test
    void gt_known_proper_is_what_a_protocol_on_the_true_class_calls_max_box_acc() throws IOException {
        var vectors = ScmVectors.read();
        var metrics = vectors.scores(like("scm", "map", "true")).metrics();
        vectors.results().get("true_gt_known_single_0.01").properties().forEach(e -> assertThat(metrics)
                .containsEntry(
                        "maxBoxAcc" + e.getKey(), e.getValue().get("best").asDouble()));
    }

    private static Protocol like(String base, String key, Object value) {
        return Protocol.custom(Map.of("name", "mine", "base", base, key, value));
    }

    private static void official(ScmVectors vectors, Protocol protocol, String block) {
        var scores = vectors.scores(protocol);
        var expected = vectors.results().get(block);
        boolean fixed = protocol.threshold() == Protocol.Threshold.FIXED; // the program prints 0 for its threshold then
        for (int iou : protocol.ious()) {
            var at = "_thr_" + iou + ".00_top-";
            var suffix = iou == 50 ? "" : String.valueOf(iou);
            assertThat(scores.metrics())
                    .as(block)
                    .containsEntry(
                            "maxBoxAcc" + iou,
                            expected.get("maxbox_acc" + at + 1).asDouble())
                    .containsEntry(
                            "maxBoxAccTop5_" + iou,
                            expected.get("maxbox_acc" + at + 5).asDouble())
                    .containsEntry(
                            "top1Loc" + suffix, expected.get("loc_acc" + at + 1).asDouble())
                    .containsEntry(
                            "top5Loc" + suffix, expected.get("loc_acc" + at + 5).asDouble());
            if (fixed) continue;
            assertThat(scores.thresholds())
                    .containsEntry(
                            "maxBoxAcc" + iou,
                            expected.get("det_optThred" + at + 1).asDouble())
                    .containsEntry(
                            "top1Loc" + suffix,
                            expected.get("loc_optThred" + at + 1).asDouble());
        }
        assertThat(scores.metrics())
                .containsEntry("top1Cls", expected.get("cls_acc_top-1").asDouble());
    }
}
