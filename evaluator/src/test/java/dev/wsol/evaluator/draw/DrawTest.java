package dev.wsol.evaluator.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.map.ScoreImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DrawTest {
    private static final int RED = 0xffff0000;
    private static final int GREEN = 0xff00ff00;

    @BeforeAll
    static void no_display() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    @Tag("reference")
    void heat_colours_are_the_reference_table() {
        var file = Safetensors.read(Reference.file("models", "draw/draw_inputs.safetensors"));
        float[] bgr = file.tensors().get("jet_lut_bgr").floats();
        for (int i = 0; i < 256; i++)
            assertThat(Jet.rgb(i))
                    .as("level %d", i)
                    .isEqualTo((int) bgr[3 * i + 2] << 16 | (int) bgr[3 * i + 1] << 8 | (int) bgr[3 * i]);
    }

    @Test
    void true_boxes_are_red_predicted_green_and_on_top() {
        var picture =
                Overlay.boxed(grey(20, 20), List.of(new PixelBox(2, 3, 10, 12)), List.of(new PixelBox(10, 12, 30, 15)));
        assertThat(picture.getRGB(2, 3)).isEqualTo(RED);
        assertThat(picture.getRGB(6, 12)).isEqualTo(RED);
        assertThat(picture.getRGB(10, 12)).isEqualTo(GREEN);
        assertThat(picture.getRGB(19, 15)).isEqualTo(GREEN);
        assertThat(picture.getRGB(5, 5)).isEqualTo(grey(20, 20).getRGB(5, 5));
    }

    @Test
    void heat_saturates_and_keeps_half_the_image() {
        var map = ScoreImage.blank(1, 3);
        map.pixels()[0] = (byte) 255;
        map.pixels()[1] = (byte) 128;
        var white = Overlay.picture(3, 1, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1});
        var heated = Overlay.heated(white, map);
        assertThat(heated.getRGB(0, 0)).isEqualTo(0xff000000 | 204 << 16 | 128 << 8 | 128); // 127.5 to even
        assertThat(heated.getRGB(1, 0) >> 8 & 0xff).isEqualTo(255);
    }

    @Test
    void sizes_that_do_not_agree_are_refused() {
        assertThatThrownBy(() -> Overlay.heated(grey(4, 4), ScoreImage.blank(4, 5)))
                .hasMessageContaining("4x4")
                .hasMessageContaining("5x4");
        assertThatThrownBy(() -> Overlay.picture(2, 2, new byte[11])).hasMessageContaining("2x2");
        assertThatThrownBy(() -> ContactSheet.page("none", List.of(new ContactSheet.Strip("empty", List.of())), 3))
                .hasMessageContaining("no page");
    }

    @Test
    void a_contact_sheet_holds_every_picture_and_survives_png() throws Exception {
        var both = Overlay.sideBySide(
                grey(64, 64), ramp(64), List.of(new PixelBox(8, 8, 40, 40)), List.of(new PixelBox(2, 0, 50, 50)));
        var tile = new ContactSheet.Tile(both, "002.Butterfly/image_0007.jpg", "IoU 0.43  part", "Butterfly", false);
        var strips = List.of(
                new ContactSheet.Strip("worst", List.of(tile, tile, tile, tile)),
                new ContactSheet.Strip("best", List.of()),
                new ContactSheet.Strip("", List.of(tile)));

        var page = ContactSheet.page("five images", strips, 3);

        var back = ImageIO.read(new ByteArrayInputStream(Png.bytes(page)));
        assertThat(back.getRGB(0, 0, back.getWidth(), back.getHeight(), null, 0, back.getWidth()))
                .isEqualTo(page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth()));
        assertThat(green(both))
                .as("two lines on each half, the top one cut off")
                .isEqualTo(2 * (196 + 204 - 51));
        assertThat(green(page)).as("five times the picture").isEqualTo(5 * green(both));
    }

    private static int green(BufferedImage picture) {
        int green = 0;
        for (int y = 0; y < picture.getHeight(); y++)
            for (int x = 0; x < picture.getWidth(); x++) if (picture.getRGB(x, y) == GREEN) green++;
        return green;
    }

    private static BufferedImage grey(int width, int height) {
        var rgb = new byte[3 * width * height];
        java.util.Arrays.fill(rgb, (byte) 120);
        return Overlay.picture(width, height, rgb);
    }

    private static ScoreImage ramp(int side) {
        var map = ScoreImage.blank(side, side);
        for (int i = 0; i < side * side; i++) map.pixels()[i] = (byte) (i % side * 255 / (side - 1));
        return map;
    }
}
