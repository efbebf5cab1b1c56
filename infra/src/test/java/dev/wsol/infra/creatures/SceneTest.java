package dev.wsol.infra.creatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SceneTest {
    private static final int IMAGES = 300;
    private static final List<TightBox> TEST_BOXES = new ArrayList<>();

    @BeforeAll
    static void draw_the_test_images() {
        System.setProperty("java.awt.headless", "true");
        var canvas = new Canvas();
        var all = Species.values();
        for (int i = 0; i < IMAGES; i++) {
            TEST_BOXES.add(Scene.draw(all[i % all.length], Dice.of(0, Split.TEST, i), canvas)
                    .box());
        }
    }

    @Test
    void boxes_lie_inside_the_picture() {
        assertThat(TEST_BOXES).allSatisfy(b -> {
            assertThat(b.x0()).isNotNegative();
            assertThat(b.y0()).isNotNegative();
            assertThat(b.x1()).isGreaterThan(b.x0()).isLessThanOrEqualTo(Canvas.SIZE);
            assertThat(b.y1()).isGreaterThan(b.y0()).isLessThanOrEqualTo(Canvas.SIZE);
        });
    }

    @Test
    void boxes_take_the_stated_shares_of_the_picture() {
        double[] shares = TEST_BOXES.stream()
                .mapToDouble(b -> b.width() * b.height() / (double) (Canvas.SIZE * Canvas.SIZE))
                .sorted()
                .toArray();
        System.out.printf(
                "box share of the picture: 5 %% %.3f, median %.3f, 95 %% %.3f%n", shares[15], shares[150], shares[285]);
        assertThat(shares[0]).isGreaterThan(.04);
        assertThat(shares[299]).isLessThan(.5);
        assertThat(shares[15]).isCloseTo(.07, within(.02));
        assertThat(shares[150]).isCloseTo(.25, within(.03));
        assertThat(shares[285]).isCloseTo(.44, within(.03));
    }

    @Test
    void the_box_of_a_shape_is_tight_at_half_coverage() {
        var canvas = new Canvas();
        var shape = new Rectangle2D.Double(10.4, 20.6, 30, 40);

        TightBox box = canvas.fill(List.of(shape), Ink.flat(Paint.RED));

        assertThat(box).isEqualTo(new TightBox(10, 21, 40, 61));
    }

    @Test
    void painted_pixels_reach_every_side_of_the_box_and_none_lies_beyond() {
        var canvas = new Canvas();
        for (Outline outline : Outline.values()) {
            Arrays.fill(canvas.pixels(), 0);
            TightBox box = canvas.fill(outline.in(50, 60, 100, 80, false), Ink.flat(new Paint(255, 255, 255)));
            byte[] painted = canvas.toBytes();
            int x0 = 224, y0 = 224, x1 = 0, y1 = 0;
            for (int i = 0; i < 224 * 224; i++) {
                if ((painted[3 * i] & 0xff) <= 127) continue;
                x0 = Math.min(x0, i % 224);
                x1 = Math.max(x1, i % 224 + 1);
                y0 = Math.min(y0, i / 224);
                y1 = Math.max(y1, i / 224 + 1);
            }
            assertThat(box).as(outline.name()).isEqualTo(new TightBox(x0, y0, x1, y1));
        }
    }

    @Test
    void a_shape_outside_the_picture_has_no_box() {
        var box = new Canvas().fill(Outline.STAR.in(-90, 10, 40, 40, false), Ink.flat(Paint.RED));
        assertThat(box.width()).isLessThan(1);
    }

    @Test
    void no_fixed_box_fits_many_creatures() {
        double best = 0;
        for (int w = 24; w <= 224; w += 12) {
            for (int h = 24; h <= 224; h += 12) {
                for (int x = 0; x + w <= 224; x += 12) {
                    for (int y = 0; y + h <= 224; y += 12) best = Math.max(best, hits(x, y, x + w, y + h));
                }
            }
        }
        double percent = 100 * best / IMAGES;
        System.out.printf("best fixed box at IoU 0.5: %.1f %%%n", percent);
        assertThat(percent).isBetween(25.0, 40.0);
    }

    @Test
    void the_grain_is_normal_with_the_stated_spread() {
        double sum = 0;
        double squares = 0;
        for (float q : Normal.QUANTILES) {
            sum += q;
            squares += q * q;
        }
        int n = Normal.QUANTILES.length;
        assertThat(sum / n).isCloseTo(0, within(.001));
        assertThat(Math.sqrt(squares / n)).isCloseTo(1, within(.002));
    }

    private static int hits(int x0, int y0, int x1, int y1) {
        int hits = 0;
        for (TightBox b : TEST_BOXES) {
            double w = Math.min(x1, b.x1()) - Math.max(x0, b.x0());
            double h = Math.min(y1, b.y1()) - Math.max(y0, b.y0());
            if (w <= 0 || h <= 0) continue;
            double both = w * h;
            if (both >= .5 * ((x1 - x0) * (y1 - y0) + b.width() * b.height() - both)) hits++;
        }
        return hits;
    }
}
