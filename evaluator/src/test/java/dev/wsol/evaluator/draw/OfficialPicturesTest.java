package dev.wsol.evaluator.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.evaluator.draw.OfficialPictures.Kind;
import dev.wsol.evaluator.draw.OfficialPictures.Maps;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.Pixels;
import dev.wsol.vision.map.MapException;
import dev.wsol.vision.map.MapResize;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.ScoreMap;
import java.nio.ByteOrder;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OfficialPicturesTest {
    private static final int SIDE = 224;

    @BeforeAll
    static void no_display() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    @Tag("reference")
    void every_picture_is_the_published_program_s_to_the_pixel() throws Exception {
        var inputs = Safetensors.read(Reference.file("models", "draw/draw_inputs.safetensors"))
                .tensors();
        var image = Decoder.standard()
                .decode(Reference.file("models", "images/img_a_317x241.png"))
                .resize(SIDE, SIDE);
        var maps = new Maps(map(inputs.get("cam")), map(inputs.get("sem")), map(inputs.get("attn")));

        var drawn = OfficialPictures.of(
                image, maps, List.of(box(inputs.get("gt_box").floats())), OfficialPictures.THRESHOLD);

        assertThat(drawn.box()).isEqualTo(box(inputs.get("pred_box").floats()));
        assertThat(drawn.pictures()).containsOnlyKeys(Kind.values());
        for (var kind : Kind.values()) {
            var wanted = ImageIO.read(
                    Reference.file("models", "draw/" + kind.folder() + ".png").toFile());
            var got = drawn.pictures().get(kind);
            assertThat(got.getWidth()).isEqualTo(wanted.getWidth());
            assertThat(got.getHeight()).isEqualTo(wanted.getHeight());
            assertThat(got.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE))
                    .as(kind.folder())
                    .isEqualTo(wanted.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE));
        }
    }

    @Test
    void a_dull_image_is_stretched_to_the_full_range_and_mixed_before_it_is_rounded() {
        var dull = new Pixels(2, 1, new byte[] {100, 103, 110, 100, 100, 100});
        var blank = ScoreImage.blank(1, 2); // JET of 0 is half blue: (0, 0, 128)

        var drawn = OfficialPictures.of(dull, new Maps(blank, blank, blank), List.of(), 0.35);

        // 3 of 10 steps are 76.5: halved before rounding 38, after it 38 or 39; blue is 127.5 + 76.8
        assertThat(drawn.pictures().get(Kind.ATTENTION).getRGB(0, 0)).isEqualTo(0xff000000 | 38 << 8 | 204);
        assertThat(drawn.pictures().get(Kind.BOXED).getRGB(1, 0)).isEqualTo(0xff000000);
    }

    @Test
    void a_map_of_zeros_and_an_image_of_one_colour_are_drawn() {
        var blank = ScoreImage.blank(3, 3);
        var grey = new Pixels(3, 3, new byte[27]);

        var drawn = OfficialPictures.of(grey, new Maps(blank, blank, blank), List.of(new PixelBox(0, 0, 2, 2)), 0.35);

        assertThat(drawn.box()).isEqualTo(PixelBox.NONE);
        assertThat(drawn.pictures().get(Kind.BINARY).getRGB(1, 1)).isEqualTo(0xff000000);
        assertThat(drawn.pictures().get(Kind.BOXED).getRGB(1, 1)).isEqualTo(0xff000000);
    }

    @Test
    void the_threshold_decides_mask_and_box() {
        var map = ScoreImage.blank(1, 4);
        for (int x = 0; x < 4; x++) map.pixels()[x] = (byte) (50 * x);
        var maps = new Maps(map, map, map);
        var image = new Pixels(4, 1, new byte[12]);

        assertThat(OfficialPictures.of(image, maps, List.of(), 0).box()).isEqualTo(new PixelBox(1, 0, 3, 0));
        assertThat(OfficialPictures.of(image, maps, List.of(), 0.9).box()).isEqualTo(new PixelBox(3, 0, 3, 0));
        assertThatThrownBy(() -> OfficialPictures.of(image, maps, List.of(), 1)).isInstanceOf(MapException.class);
    }

    @Test
    void a_map_of_another_size_than_the_image_is_refused() {
        var map = ScoreImage.blank(2, 4);
        assertThatThrownBy(() ->
                        OfficialPictures.of(new Pixels(4, 1, new byte[12]), new Maps(map, map, map), List.of(), 0.35))
                .hasMessageContaining("4x1")
                .hasMessageContaining("4x2");
    }

    private static ScoreImage map(Tensor cam) {
        var values = new double[14 * 14];
        cam.data().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        var out = new ScoreMap(SIDE, SIDE, new double[SIDE * SIDE]);
        new MapResize(MapResize.Kind.BILINEAR, 14, 14, SIDE, SIDE).resize(values, out.values());
        out.normalise();
        return out.quantise();
    }

    private static PixelBox box(float[] b) {
        return new PixelBox((int) b[0], (int) b[1], (int) b[2], (int) b[3]);
    }
}
