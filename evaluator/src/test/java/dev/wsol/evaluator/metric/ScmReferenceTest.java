package dev.wsol.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.evaluator.metric.BoxSearch.Contours;
import dev.wsol.vision.map.MapResize.Kind;
import dev.wsol.vision.map.Npy;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.ScoreMapper;
import dev.wsol.vision.map.Thresholds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Classification and localization together: SCM's loop and TS-CAM's fixed threshold. */
@Tag("reference")
class ScmReferenceTest {
    private static final int SIDE = 224;

    private final ScoreImage image = ScoreImage.blank(SIDE, SIDE);
    private ScoreMapper mapper;
    private float[][] logits;
    private float[] cams;
    private int camSize;
    private int[] labels;
    private List<List<PixelBox>> truth;
    private JsonNode results;

    @BeforeEach
    void read() throws IOException {
        labels = Npy.read(Reference.file("evaluation", "scm_labels_i32.npy")).ints();
        float[] flat =
                Npy.read(Reference.file("evaluation", "scm_logits_f32.npy")).floats();
        int classes = flat.length / labels.length;
        logits = new float[labels.length][];
        Arrays.setAll(logits, n -> Arrays.copyOfRange(flat, n * classes, (n + 1) * classes));
        var npy = Npy.read(Reference.file("evaluation", "scm_cams_f32.npy.gz"));
        cams = npy.floats();
        camSize = npy.shape()[2] * npy.shape()[3];
        mapper = new ScoreMapper(Kind.BILINEAR, npy.shape()[2], npy.shape()[3], SIDE, SIDE);
        var json = new ObjectMapper();
        truth = new ArrayList<>();
        for (var boxes : json.readTree(
                Reference.file("evaluation", "scm_gt_boxes_224.json").toFile())) {
            var list = new ArrayList<PixelBox>();
            for (var b : boxes)
                list.add(new PixelBox(
                        b.get(0).asInt(),
                        b.get(1).asInt(),
                        b.get(2).asInt(),
                        b.get(3).asInt()));
            truth.add(list);
        }
        results = json.readTree(Reference.file("evaluation", "scm_results.json").toFile());
    }

    @Test
    void every_official_result_is_equal_under_its_official_name() {
        for (var block : results.properties()) {
            if (!block.getKey().matches("(single|multi|fixed_threshold)_.*")) continue;
            var name = block.getKey();
            boolean fixed = name.startsWith("fixed");
            double number = Double.parseDouble(name.replaceAll("[^0-9.]", ""));
            var thresholds = fixed ? Thresholds.fixed(number) : Thresholds.every(number);
            var contours = name.startsWith("multi") ? Contours.ALL : Contours.LARGEST;
            var ours = ScmKeys.of(scored(Grid.standard(thresholds, contours)), thresholds);
            assertThat(ours).hasSize(block.getValue().size());
            for (var e : block.getValue().properties()) {
                // the official code prints 0 for a fixed threshold; ours says which it was
                boolean unknown = fixed && e.getKey().contains("optThred");
                assertThat(ours)
                        .as(name)
                        .contains(entry(
                                e.getKey(), unknown ? number : e.getValue().asDouble()));
            }
            assertThat(List.copyOf(ours.keySet()))
                    .isEqualTo(block.getValue().properties().stream()
                            .map(Map.Entry::getKey)
                            .toList());
        }
    }

    @Test
    void gt_known_proper_takes_the_true_class_and_differs_from_scms_figure() {
        var tally = scored(Grid.standard(Thresholds.every(0.01), Contours.LARGEST));
        for (var e : results.get("true_gt_known_single_0.01").properties()) {
            var best = tally.of(Figure.GT_KNOWN, Integer.parseInt(e.getKey())).best();
            assertThat(best.percent()).isEqualTo(e.getValue().get("best").asDouble());
            assertThat(best.index())
                    .isEqualTo(e.getValue().get("first_best_index").asInt());
        }
        assertThat(tally.of(Figure.GT_KNOWN, 30)).isNotEqualTo(tally.of(Figure.PREDICTED_TOP1, 30));
    }

    @Test
    void each_image_is_judged_as_in_the_reference() {
        var top5 = Npy.read(Reference.file("evaluation", "scm_top5_i32.npy")).ints();
        var cls = Npy.read(Reference.file("evaluation", "scm_cls_u8.npy")).ints();
        var det = Npy.read(Reference.file("evaluation", "scm_det_u8.npy.gz")).ints();
        var loc = Npy.read(Reference.file("evaluation", "scm_loc_u8.npy.gz")).ints();
        var known =
                Npy.read(Reference.file("evaluation", "scm_true_gtk_u8.npy.gz")).ints();
        for (int n = 0; n < labels.length; n++) {
            var scorer = new ImageScorer(Grid.standard(Thresholds.every(0.01), Contours.LARGEST));
            score(scorer, n);
            var tally = scorer.tally();
            assertThat(scorer.ranked()).containsExactly(Arrays.copyOfRange(top5, 5 * n, 5 * n + 5));
            assertThat(tally.top1()).isEqualTo(cls[2 * n]);
            assertThat(tally.top5()).isEqualTo(cls[2 * n + 1]);
            for (int t = 0; t < 3; t++) {
                int at = ((n * 3 + t) * 2) * 100;
                int iou = tally.ious().get(t);
                assertThat(tally.of(Figure.PREDICTED_TOP1, iou).hits()).containsExactly(part(det, at));
                assertThat(tally.of(Figure.PREDICTED_TOP5, iou).hits()).containsExactly(part(det, at + 100));
                assertThat(tally.of(Figure.TOP1_LOC, iou).hits()).containsExactly(part(loc, at));
                assertThat(tally.of(Figure.TOP5_LOC, iou).hits()).containsExactly(part(loc, at + 100));
                assertThat(tally.of(Figure.GT_KNOWN, iou).hits()).containsExactly(part(known, (n * 3 + t) * 100));
            }
        }
    }

    @Test
    void ts_cams_fixed_threshold_gives_the_same_verdict_on_every_image() {
        for (var block : results.properties()) {
            if (!block.getKey().startsWith("tscam_fixed_")) continue;
            double threshold = Double.parseDouble(block.getKey().substring("tscam_fixed_".length()));
            var verdicts = new TreeMap<String, StringBuilder>();
            for (int n = 0; n < labels.length; n++) {
                var scorer = new ImageScorer(Grid.tsCam(threshold));
                score(scorer, n);
                for (var v : verdict(scorer, n, threshold).entrySet())
                    verdicts.computeIfAbsent(v.getKey(), k -> new StringBuilder())
                            .append(v.getValue() ? '1' : '0');
            }
            for (var e : block.getValue().properties())
                assertThat(verdicts.get(e.getKey()))
                        .as(block.getKey() + " " + e.getKey())
                        .hasToString(e.getValue().get("per_image").asText());
        }
    }

    private Map<String, Boolean> verdict(ImageScorer scorer, int n, double threshold) {
        var tally = scorer.tally();
        var first = scorer.first();
        var box = first.box(Thresholds.fixed(threshold).level(0, first.peak()));
        var outcome = Outcome.of(tally.top1() == 1, box, truth.get(n));
        return Map.ofEntries(
                entry("cls_top1", tally.top1() == 1),
                entry("cls_top5", tally.top5() == 1),
                entry("loc_top1", tally.of(Figure.TOP1_LOC, 50).hits()[0] == 1),
                entry("loc_top5", tally.of(Figure.TOP5_LOC, 50).hits()[0] == 1),
                entry("gt_known", tally.of(Figure.GT_KNOWN, 50).hits()[0] == 1),
                entry("top1_right", outcome == Outcome.RIGHT),
                entry("top1_cls_wrong", outcome == Outcome.CLASS_WRONG),
                entry("top1_multi_instance", outcome == Outcome.SEVERAL_INSTANCES),
                entry("top1_part", outcome == Outcome.PART),
                entry("top1_more", outcome == Outcome.MORE),
                entry("top1_wrong", outcome == Outcome.OTHER));
    }

    private Tally scored(Grid grid) {
        var scorer = new ImageScorer(grid);
        for (int n = 0; n < labels.length; n++) score(scorer, n);
        return scorer.tally();
    }

    private void score(ImageScorer scorer, int n) {
        scorer.score(logits[n], labels[n], truth.get(n), c -> {
            mapper.map(cams, (n * logits[n].length + c) * camSize, image);
            return image;
        });
    }

    private static int[] part(int[] all, int from) {
        return Arrays.copyOfRange(all, from, from + 100);
    }
}
