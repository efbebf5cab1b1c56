package dev.wsol.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.evaluator.metric.BoxSearch.Contours;
import dev.wsol.evaluator.metric.BoxSearch.Ends;
import dev.wsol.vision.map.ScoreImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxSearchTest {
    private static final List<PixelBox> TRUTH = List.of(new PixelBox(1, 2, 4, 3), new PixelBox(0, 0, 2, 5));

    private final BoxSearch largest = BoxSearch.of(Contours.LARGEST, Ends.CLIPPED);
    private final BoxSearch all = BoxSearch.of(Contours.ALL, Ends.CLIPPED);
    private final LevelFit fit = new LevelFit();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void random_maps_of_odd_sizes_give_what_the_obvious_way_gives(long seed) {
        var random = new Random(seed);
        for (int n = 0; n < 400; n++) {
            var image = random(random);
            for (int level = 0; level < BoxSearch.levels(image.peak()); level++) compare(image, level);
        }
    }

    /** Searchers are kept over images of changing size on purpose: stale buffers would show. */
    private void compare(ScoreImage image, int level) {
        var slow = new SlowBoxes(image, level);
        var name = image.height() + "x" + image.width() + " level " + level + " " + Arrays.toString(image.pixels());
        fit.measure(largest, image, TRUTH);
        assertThat(fit.box(level)).as(name).isEqualTo(slow.largest());
        assertThat(fit.iou(level)).as(name).isEqualTo(slow.largest().bestIou(TRUTH));
        assertThat(boxesAt(image, level)).as(name).containsExactlyInAnyOrderElementsOf(slow.all());
        fit.measure(all, image, TRUTH);
        double best =
                slow.all().stream().mapToDouble(b -> b.bestIou(TRUTH)).max().orElseThrow();
        assertThat(fit.iou(level)).as(name).isEqualTo(best);
        assertThat(fit.box(level).bestIou(TRUTH)).as(name).isEqualTo(best);
    }

    private List<PixelBox> boxesAt(ScoreImage image, int level) {
        var boxes = new ArrayList<PixelBox>();
        all.search(image, (x0, y0, x1, y1, low, high) -> {
            if (low <= level && level <= high) boxes.add(new PixelBox(x0, y0, x1, y1));
        });
        return boxes;
    }

    private static ScoreImage random(Random random) {
        int h = 1 + random.nextInt(11);
        int w = 1 + random.nextInt(11);
        int grey = 1 + random.nextInt(6);
        double zeros = random.nextDouble();
        var q = new byte[h * w];
        for (int i = 0; i < q.length; i++) q[i] = (byte) (random.nextDouble() < zeros ? 0 : random.nextInt(grey + 1));
        if (random.nextInt(4) == 0) for (int i = 0; i < q.length; i++) q[i] = (byte) (q[i] == 0 ? 0 : 256 - q[i]);
        return new ScoreImage(h, w, q);
    }

    @Test
    void a_map_of_zeros_has_one_level_with_the_box_at_the_origin() {
        var zeros = ScoreImage.blank(7, 9);
        for (var search : List.of(largest, all)) {
            fit.measure(search, zeros, TRUTH);
            assertThat(fit.levels()).isEqualTo(1);
            assertThat(fit.box(0)).isEqualTo(new PixelBox(0, 0, 0, 0));
        }
        assertThat(boxesAt(zeros, 0)).hasSize(1);
    }

    @Test
    void the_box_of_a_zero_map_can_only_match_a_speck_in_the_corner() {
        fit.measure(largest, ScoreImage.blank(5, 5), List.of(new PixelBox(0, 0, 1, 0)));
        assertThat(fit.iou(0)).isEqualTo(0.5);
        fit.measure(largest, ScoreImage.blank(5, 5), List.of(new PixelBox(0, 0, 0, 0)));
        assertThat(fit.iou(0)).isEqualTo(1);
    }

    @Test
    void without_clipping_nothing_found_is_two_pixels_wide_and_ends_lie_one_past_the_map() {
        var open = BoxSearch.of(Contours.LARGEST, Ends.OPEN);
        fit.measure(open, ScoreImage.blank(3, 3), TRUTH);
        assertThat(fit.box(0)).isEqualTo(new PixelBox(0, 0, 1, 1));
        fit.measure(open, image(3, "999999999"), TRUTH);
        assertThat(fit.box(0)).isEqualTo(new PixelBox(0, 0, 3, 3));
    }

    @ParameterizedTest
    @CsvSource({"255", "127"})
    void a_constant_map_given_as_such_is_the_whole_image_at_every_level(int value) {
        var q = new byte[12];
        Arrays.fill(q, (byte) value);
        fit.measure(largest, new ScoreImage(3, 4, q), TRUTH);
        assertThat(fit.levels()).isEqualTo(value);
        for (int level = 0; level < value; level++) assertThat(fit.box(level)).isEqualTo(new PixelBox(0, 0, 3, 2));
    }

    @Test
    void a_single_pixel_map_gives_the_origin() {
        fit.measure(largest, image(1, "5"), TRUTH);
        assertThat(fit.box(0)).isEqualTo(new PixelBox(0, 0, 0, 0));
    }

    @Test
    void in_one_row_every_run_has_area_zero_and_the_last_wins() {
        fit.measure(largest, image(9, "110111010"), TRUTH);
        assertThat(fit.box(0)).isEqualTo(new PixelBox(7, 0, 8, 0));
    }

    @Test
    void of_equal_areas_the_component_found_last_wins() {
        fit.measure(largest, image(5, "11000" + "11011" + "00011"), TRUTH);
        assertThat(fit.box(0)).isEqualTo(new PixelBox(3, 1, 4, 2));
    }

    @Test
    void a_box_ends_one_past_its_last_pixel_inside_the_map() {
        fit.measure(largest, image(4, "0000" + "0110" + "0110" + "0000"), TRUTH);
        assertThat(fit.box(0)).isEqualTo(new PixelBox(1, 1, 3, 3));
    }

    @Test
    void a_hole_is_a_contour_of_its_own_one_pixel_larger_than_the_hole() {
        var ring = image(6, "000000" + "011110" + "010010" + "010010" + "011110" + "000000");
        assertThat(boxesAt(ring, 0)).containsExactlyInAnyOrder(new PixelBox(1, 1, 5, 5), new PixelBox(1, 1, 5, 5));
    }

    @Test
    void area_counts_holes_as_filled() {
        // the ring (area 9 between pixel centres) beats the solid 3x3 block (area 4) though it has fewer pixels than it
        // seems
        var image = image(8, "11110000" + "10010111" + "10010111" + "11110111");
        fit.measure(largest, image, TRUTH);
        assertThat(fit.box(0)).isEqualTo(new PixelBox(0, 0, 4, 3));
    }

    @Test
    void buffers_survive_a_change_of_size() {
        for (int side : new int[] {3, 9, 2, 9}) {
            var q = new byte[side * side];
            q[side * side - 1] = 1;
            fit.measure(largest, new ScoreImage(side, side, q), TRUTH);
            assertThat(fit.box(0)).isEqualTo(new PixelBox(side - 1, side - 1, side - 1, side - 1));
        }
    }

    /** Digits are grey values, row by row. */
    private static ScoreImage image(int width, String digits) {
        var q = new byte[digits.length()];
        for (int i = 0; i < q.length; i++) q[i] = (byte) (digits.charAt(i) - '0');
        return new ScoreImage(q.length / width, width, q);
    }
}
