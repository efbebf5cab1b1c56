package dev.wsol.vision.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.vision.map.MapResize.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreMapTest {

    @Test
    @Tag("reference")
    void quantising_truncates_like_the_reference() {
        double[] in =
                Npy.read(Reference.file("evaluation", "quantise_in_f64.npy")).doubles();
        var out = Npy.read(Reference.file("evaluation", "quantise_out_u8.npy"));
        var got = new byte[in.length];
        ScoreMap.quantise(in, got);
        assertThat(got).containsExactly(out.bytes(0, out.count()));
    }

    @Test
    void only_the_very_top_becomes_255() {
        var image = new ScoreMap(1, 3, new double[] {1, Math.nextDown(1.0), 0}).quantise();
        assertThat(image.pixels()).containsExactly((byte) 255, (byte) 254, (byte) 0);
        assertThat(image.peak()).isEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.7, -3, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void a_constant_map_becomes_all_zero_and_is_counted(double value) {
        var cam = new float[4];
        java.util.Arrays.fill(cam, (float) value);
        assertZero(cam);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void one_value_that_is_no_number_makes_the_map_all_zero(float bad) {
        assertZero(new float[] {0.1f, 0.9f, bad, 0.4f});
    }

    private static void assertZero(float[] cam) {
        var mapper = new ScoreMapper(Kind.BILINEAR, 2, 2, 5, 7);
        var image = ScoreImage.blank(5, 7);
        java.util.Arrays.fill(image.pixels(), (byte) 9);
        mapper.map(cam, 0, image);
        assertThat(image.pixels()).containsOnly(0);
        assertThat(mapper.degenerate()).isEqualTo(1);
    }

    @Test
    void an_all_zero_map_has_no_peak() {
        assertThat(new ScoreMap(2, 2, new double[4]).quantise().peak()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY})
    void a_score_outside_0_to_1_is_an_error_naming_map_and_pixel(double bad) {
        var map = new ScoreMap(2, 2, new double[] {0, 0.5, 1, bad});
        assertThatThrownBy(() -> map.checked("a/b.npy"))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("a/b.npy")
                .hasMessageContaining("row 1, column 1");
    }

    @Test
    void sizes_must_agree_with_the_data() {
        assertThatThrownBy(() -> new ScoreMap(2, 2, new double[3])).isInstanceOf(MapException.class);
        assertThatThrownBy(() -> new ScoreImage(0, 2, new byte[0])).isInstanceOf(MapException.class);
        assertThatThrownBy(() -> ScoreImage.blank(16_384, 16_384)).isInstanceOf(MapException.class);
        assertThatThrownBy(
                        () -> new ScoreMapper(Kind.BILINEAR, 2, 2, 4, 4).map(new float[7], 4, ScoreImage.blank(4, 4)))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("no class map");
    }
}
