package dev.wsol.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.evaluator.metric.BoxScaling.Frame;
import dev.wsol.evaluator.metric.BoxSearch.Contours;
import dev.wsol.evaluator.metric.BoxSearch.Ends;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.map.MapResize.Kind;
import dev.wsol.vision.map.Npy;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.ScoreMapper;
import dev.wsol.vision.map.Thresholds;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("reference")
class SmallPiecesReferenceTest {

    @Test
    void iou_of_every_pair_is_equal() {
        double[] rows =
                Npy.read(Reference.file("evaluation", "iou_pairs_f64.npy")).doubles();
        for (int i = 0; i < rows.length; i += 9) {
            var a = new PixelBox((int) rows[i], (int) rows[i + 1], (int) rows[i + 2], (int) rows[i + 3]);
            var b = new PixelBox((int) rows[i + 4], (int) rows[i + 5], (int) rows[i + 6], (int) rows[i + 7]);
            assertThat(a.iou(b)).as("pair %d", i / 9).isEqualTo(rows[i + 8]);
            assertThat(b.iou(a)).isEqualTo(rows[i + 8]);
        }
    }

    @Test
    void boxes_are_scaled_to_224_by_both_rules_exactly() {
        int[] rows =
                Npy.read(Reference.file("evaluation", "box_rescale_i32.npy")).ints();
        int different = 0;
        for (int i = 0; i < rows.length; i += 14) {
            var frame = new Frame(rows[i], rows[i + 1], 224, 224);
            var multiplied =
                    BoxScaling.MULTIPLY_FIRST.corners(rows[i + 2], rows[i + 3], rows[i + 4], rows[i + 5], frame);
            var divided = BoxScaling.DIVIDE_FIRST.corners(rows[i + 2], rows[i + 3], rows[i + 4], rows[i + 5], frame);
            assertThat(multiplied).as("case %d", i / 14).isEqualTo(box(rows, i + 6));
            assertThat(divided).as("case %d", i / 14).isEqualTo(box(rows, i + 10));
            if (!multiplied.equals(divided)) different++;
        }
        assertThat(different).as("cases where the rules differ").isPositive();
    }

    @Test
    void ground_truth_of_every_map_set_is_scaled_as_listed() throws Exception {
        for (var set : MapSet.all()) {
            int side = set.images().get(0).width();
            var sizes = MapSet.table(set.name(), "image_sizes.txt");
            var boxes = MapSet.table(set.name(), "localization.txt");
            int n = 0;
            for (var id : sizes.keySet()) {
                var size = sizes.get(id).get(0);
                var frame = new Frame((int) size[0], (int) size[1], side, side);
                assertThat(boxes.get(id).stream()
                                .map(b -> BoxScaling.MULTIPLY_FIRST.corners(b[0], b[1], b[2], b[3], frame)))
                        .as(id)
                        .isEqualTo(set.truth().get(n++));
            }
        }
    }

    @Test
    void score_images_of_low_resolution_maps_are_equal_for_both_resizes() {
        var cams = Npy.read(Reference.file("evaluation", "up14_cams_f32.npy.gz"));
        int[] method =
                Npy.read(Reference.file("evaluation", "up14_method_u8.npy.gz")).ints();
        var maps = Npy.read(Reference.file("evaluation", "up14_maps_u8.npy.gz"));
        var rows = Npy.read(Reference.file("evaluation", "up14_scoremap_f64_rows.npy.gz"));
        int h = cams.shape()[1];
        int w = cams.shape()[2];
        int side = maps.shape()[1];
        var mappers = new ScoreMapper[] {
            new ScoreMapper(Kind.BILINEAR, h, w, side, side), new ScoreMapper(Kind.BICUBIC, h, w, side, side)
        };
        var image = ScoreImage.blank(side, side);
        for (int n = 0; n < method.length; n++) {
            var mapper = mappers[method[n]];
            mapper.map(cams.floats(), n * h * w, image);
            assertThat(image.pixels()).as("map %d", n).containsExactly(maps.bytes(n * side * side, side * side));
            if (n % 6 != 0) continue;
            var scores = mapper.scores(cams.floats(), n * h * w);
            for (int r = 0; r < rows.shape()[1]; r++)
                assertThat(java.util.Arrays.copyOfRange(scores.values(), r * 16 * side, (r * 16 + 1) * side))
                        .containsExactly(rows.doubles((n / 6 * rows.shape()[1] + r) * side, side));
        }
    }

    @Test
    void boxes_of_the_model_references_class_maps_are_equal_at_100_thresholds() {
        var file = Safetensors.read(Reference.file("models", "cam_upsample.safetensors"));
        float[] cams = file.tensors().get("cams").floats();
        double[] boxes = file.tensors().get("boxes_at_100_thresholds").doubles();
        var mapper = new ScoreMapper(Kind.BILINEAR, 14, 14, 224, 224);
        var image = ScoreImage.blank(224, 224);
        var search = BoxSearch.of(Contours.LARGEST, Ends.CLIPPED);
        var fit = new LevelFit();
        var thresholds = Thresholds.every(0.01);
        for (int n = 0; n < cams.length / 196; n++) {
            mapper.map(cams, n * 196, image);
            fit.measure(search, image, List.of(PixelBox.NONE));
            for (int i = 0; i < thresholds.size(); i++) {
                int at = (n * thresholds.size() + i) * 4;
                assertThat(fit.box(thresholds.level(i, fit.peak())))
                        .as("cam %d threshold %d", n, i)
                        .isEqualTo(new PixelBox(
                                (int) boxes[at], (int) boxes[at + 1], (int) boxes[at + 2], (int) boxes[at + 3]));
            }
        }
    }

    private static PixelBox box(int[] rows, int at) {
        return new PixelBox(rows[at], rows[at + 1], rows[at + 2], rows[at + 3]);
    }
}
