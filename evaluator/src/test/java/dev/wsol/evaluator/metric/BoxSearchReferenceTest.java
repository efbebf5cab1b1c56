package dev.wsol.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.evaluator.metric.BoxSearch.Contours;
import dev.wsol.evaluator.metric.BoxSearch.Ends;
import dev.wsol.vision.map.ScoreImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("reference")
class BoxSearchReferenceTest {
    private static final int ROW = 255; // companion files have this many levels an image

    @Test
    void the_largest_contour_and_its_iou_are_equal_at_every_level() throws Exception {
        largest(BoxSearch.of(Contours.LARGEST, Ends.CLIPPED));
    }

    @Test
    void so_they_are_when_every_map_is_grown_pixel_by_pixel() throws Exception {
        largest(new LargestContour(Ends.CLIPPED, 0));
    }

    private static void largest(BoxSearch search) throws Exception {
        for (var set : MapSet.all()) {
            int[] boxes = set.companion("single_boxes").ints();
            double[] ious = set.companion("single_iou").doubles();
            var fit = new LevelFit();
            for (int n = 0; n < set.images().size(); n++) {
                fit.measure(search, set.images().get(n), set.truth().get(n));
                for (int level = 0; level < fit.levels(); level++) {
                    int at = n * ROW + level;
                    assertThat(fit.box(level))
                            .as("%s map %d level %d", set.name(), n, level)
                            .isEqualTo(new PixelBox(
                                    boxes[4 * at], boxes[4 * at + 1], boxes[4 * at + 2], boxes[4 * at + 3]));
                    assertThat(fit.iou(level)).isEqualTo(ious[at]);
                }
            }
        }
    }

    @Test
    void all_contours_are_the_same_boxes_at_every_level() throws Exception {
        for (var set : MapSet.all()) {
            int[] counts = set.companion("multi_count").ints();
            var crcs = set.companion("multi_crc_sorted");
            var search = BoxSearch.of(Contours.ALL, Ends.CLIPPED);
            for (int n = 0; n < set.images().size(); n++) {
                var levels = boxes(search, set.images().get(n));
                for (int level = 0; level < levels.size(); level++) {
                    assertThat(levels.get(level))
                            .as("%s map %d level %d", set.name(), n, level)
                            .hasSize(counts[n * ROW + level]);
                    assertThat(crcOfSorted(levels.get(level)))
                            .as("%s map %d level %d", set.name(), n, level)
                            .isEqualTo(crcs.whole(n * ROW + level));
                }
            }
        }
    }

    @Test
    void where_the_boxes_of_all_contours_are_written_out_they_are_the_same_ones() throws Exception {
        for (var set : MapSet.all()) {
            int[] written = set.companion("multi_boxes").ints();
            int[] index = set.companion("multi_boxes_index").ints(); // rows of map, level, first box, number of boxes
            var search = BoxSearch.of(Contours.ALL, Ends.CLIPPED);
            for (int row = 0; row < index.length; row += 4) {
                var expected = new ArrayList<PixelBox>();
                for (int b = 4 * index[row + 2]; b < 4 * (index[row + 2] + index[row + 3]); b += 4)
                    expected.add(new PixelBox(written[b], written[b + 1], written[b + 2], written[b + 3]));
                var levels = boxes(search, set.images().get(index[row]));
                if (index[row + 1] < levels.size())
                    assertThat(levels.get(index[row + 1]))
                            .as("%s map %d level %d", set.name(), index[row], index[row + 1])
                            .containsExactlyInAnyOrderElementsOf(expected);
            }
            assertThat(index).isNotEmpty();
        }
    }

    /** By level. */
    private static List<List<PixelBox>> boxes(BoxSearch search, ScoreImage image) {
        var levels = new ArrayList<List<PixelBox>>();
        for (int i = 0; i < BoxSearch.levels(image.peak()); i++) levels.add(new ArrayList<>());
        search.search(image, (x0, y0, x1, y1, low, high) -> levels.subList(low, high + 1)
                .forEach(boxes -> boxes.add(new PixelBox(x0, y0, x1, y1))));
        return levels;
    }

    @Test
    void the_best_iou_over_all_contours_is_equal_at_every_level() throws Exception {
        for (var set : MapSet.all()) {
            double[] ious = set.companion("multi_iou").doubles();
            var search = BoxSearch.of(Contours.ALL, Ends.CLIPPED);
            var fit = new LevelFit();
            for (int n = 0; n < set.images().size(); n++) {
                fit.measure(search, set.images().get(n), set.truth().get(n));
                for (int level = 0; level < fit.levels(); level++)
                    assertThat(fit.iou(level))
                            .as("%s map %d level %d", set.name(), n, level)
                            .isEqualTo(ious[n * ROW + level]);
            }
        }
    }

    private static long crcOfSorted(List<PixelBox> boxes) {
        boxes.sort(Comparator.comparingInt(PixelBox::x0)
                .thenComparingInt(PixelBox::y0)
                .thenComparingInt(PixelBox::x1)
                .thenComparingInt(PixelBox::y1));
        var bytes = ByteBuffer.allocate(boxes.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (var b : boxes)
            bytes.putShort((short) b.x0())
                    .putShort((short) b.y0())
                    .putShort((short) b.x1())
                    .putShort((short) b.y1());
        var crc = new CRC32();
        crc.update(bytes.array());
        return crc.getValue();
    }
}
