package dev.wsol.vision.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.map.MapResize.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MapResizeTest {

    @Test
    @Tag("reference")
    void every_reference_case_is_equal_to_the_last_bit() throws Exception {
        var cases = new ObjectMapper()
                .readTree(Reference.file("evaluation", "resize_cases.json").toFile());
        assertThat(cases).isNotEmpty();
        for (var c : cases) {
            int n = c.get("case").asInt();
            double[] in = Npy.read(Reference.file("evaluation", "resize_" + n + "_in_f32.npy"))
                    .doubles();
            int h = c.get("out_h").asInt();
            int w = c.get("out_w").asInt();
            for (var kind : Kind.values()) {
                var out = new double[h * w];
                new MapResize(kind, c.get("in_h").asInt(), c.get("in_w").asInt(), h, w).resize(in, out);
                var name = "resize_" + n + (kind == Kind.BILINEAR ? "_linear" : "_cubic") + "_f64.npy";
                var wanted = Npy.read(Reference.file("evaluation", name)).doubles();
                assertThat(everyRow(out, w, c.get("row_stride").asInt()))
                        .as(name)
                        .containsExactly(wanted);
            }
        }
    }

    @Test
    @Tag("reference")
    void class_maps_are_widened_and_normalised_as_the_published_code_does() {
        var file = Safetensors.read(Reference.file("models", "cam_upsample.safetensors"));
        double[] cam = file.tensors().get("cams").doubles();
        double[] in = Arrays.copyOf(cam, 14 * 14);
        var raw = new ScoreMap(224, 224, new double[224 * 224]);
        new MapResize(Kind.BILINEAR, 14, 14, 224, 224).resize(in, raw.values());
        assertThat(raw.values())
                .containsExactly(file.tensors().get("cam0.resized_raw_f64").doubles());
        assertThat(raw.normalise()).isTrue();
        assertThat(raw.values())
                .containsExactly(file.tensors().get("cam0.norm_f64").doubles());
        var odd = new double[53 * 37];
        new MapResize(Kind.BILINEAR, 14, 14, 53, 37).resize(in, odd);
        assertThat(odd)
                .containsExactly(file.tensors().get("cam0.resized_w37_h53_f64").doubles());
    }

    @Test
    @Tag("reference")
    void score_images_of_the_reference_class_maps_are_exact() {
        var file = Safetensors.read(Reference.file("models", "cam_upsample.safetensors"));
        float[] cams = file.tensors().get("cams").floats();
        var mapper = new ScoreMapper(Kind.BILINEAR, 14, 14, 224, 224);
        var image = ScoreImage.blank(224, 224);
        for (int i = 0; i < cams.length / 196; i++) {
            mapper.map(cams, i * 196, image);
            var wanted = file.tensors().get("cam" + i + ".scoremap_u8").floats();
            var got = new float[wanted.length];
            for (int p = 0; p < got.length; p++) got[p] = image.pixels()[p] & 0xff;
            assertThat(got).as("cam %d", i).containsExactly(wanted);
        }
        assertThat(mapper.degenerate()).isZero();
    }

    @Test
    void equal_sizes_are_a_plain_copy() {
        double[] in = {0.1, Double.NaN, -3, 1e300};
        var out = new double[4];
        new MapResize(Kind.BICUBIC, 2, 2, 2, 2).resize(in, out);
        assertThat(out).containsExactly(in);
    }

    @Test
    void a_buffer_of_the_wrong_size_is_refused() {
        var resize = new MapResize(Kind.BILINEAR, 2, 2, 4, 4);
        assertThatThrownBy(() -> resize.resize(new double[4], new double[15]))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("4x4")
                .hasMessageContaining("15");
        assertThatThrownBy(() -> new MapResize(Kind.BILINEAR, 0, 2, 4, 4)).isInstanceOf(MapException.class);
    }

    private static double[] everyRow(double[] map, int width, int stride) {
        int rows = (map.length / width + stride - 1) / stride;
        var out = new double[rows * width];
        for (int r = 0; r < rows; r++) System.arraycopy(map, r * stride * width, out, r * width, width);
        return out;
    }
}
