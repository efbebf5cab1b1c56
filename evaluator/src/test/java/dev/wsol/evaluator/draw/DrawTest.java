package dev.wsol.evaluator.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.map.ScoreImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
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
        var picture = Overlay.boxed(grey(20, 20), List.of(new PixelBox(2, 3, 10, 12)), new PixelBox(10, 12, 30, 15));
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
        assertThatThrownBy(() -> ContactSheet.page("none", List.of(), 3)).hasMessageContaining("no page");
    }

    @Test
    void a_contact_sheet_holds_every_picture_and_survives_png() throws Exception {
        var tiles = new ArrayList<ContactSheet.Tile>();
        for (int i = 0; i < 7; i++) {
            var both = Overlay.sideBySide(
                    grey(64, 64), ramp(64), List.of(new PixelBox(8, 8, 40, 40)), new PixelBox(i, 0, 50, 50));
            tiles.add(new ContactSheet.Tile(both, "002.Butterfly/image_" + i + ".jpg", "Butterfly", 0.1 * i, i > 4));
        }
        var page = ContactSheet.page("seven images", tiles, 3);
        var back = ImageIO.read(new ByteArrayInputStream(Png.bytes(page)));
        assertThat(back.getWidth()).isEqualTo(page.getWidth()).isGreaterThan(3 * 132);
        assertThat(back.getHeight()).isGreaterThan(3 * 64);
        for (int y = 0; y < back.getHeight(); y++)
            for (int x = 0; x < back.getWidth(); x++)
                assertThat(back.getRGB(x, y)).isEqualTo(page.getRGB(x, y));
        int green = 0;
        for (int x = 0; x < page.getWidth(); x++) if (page.getRGB(x, 30) == GREEN) green++;
        assertThat(green).as("top edges of the first row's boxes").isGreaterThan(200);
    }

    @Test
    void a_chart_is_well_formed_and_escapes_names() throws Exception {
        var line = new LineChart.Line("IoU <50>", new double[] {0, 0.5, 0.99}, new double[] {10, 80, 0});
        var svg = LineChart.svg("accuracy & threshold", "threshold", List.of(line));
        var builder = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
        var document = builder.parse(new ByteArrayInputStream(svg.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        var points = document.getElementsByTagName("polyline").item(0).getAttributes();
        assertThat(points.getNamedItem("points").getNodeValue())
                .startsWith("56.0,320.4 ")
                .endsWith("510.0,352.0");
        assertThat(document.getDocumentElement().getTextContent()).contains("IoU <50>", "accuracy & threshold");
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
