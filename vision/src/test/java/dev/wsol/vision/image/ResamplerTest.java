package dev.wsol.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {

    private static Pixels flat(int width, int height, int value) {
        var rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) value);
        return new Pixels(width, height, rgb);
    }

    @Test
    void a_flat_picture_stays_flat_at_any_size() {
        for (int side : new int[] {1, 7, 224, 500})
            for (int value : new int[] {0, 1, 127, 254, 255})
                assertThat(flat(97, 31, value).resize(side, side)).isEqualTo(flat(side, side, value));
    }

    @Test
    void halving_a_row_weighs_four_neighbours_by_their_distance() {
        var row = new Pixels(4, 1, new byte[] {0, 0, 0, 100, 100, 100, (byte) 200, (byte) 200, (byte) 200, 0, 0, 0});

        // first output: centre 1, weights 3/8 3/8 1/8 clipped at the left edge to (3, 3, 1) / 7
        assertThat(row.resize(2, 1).rgb()[0]).isEqualTo((byte) Math.round((3 * 100 + 200) / 7.0));
    }

    /** From 2 to 8 weights an output: 4 have code of their own. */
    @ParameterizedTest
    @ValueSource(ints = {20, 40, 50, 63, 80, 90, 120})
    void every_number_of_weights_gives_what_the_definition_says(int width) {
        var bytes = new byte[width * 3];
        new Random(width).nextBytes(bytes);

        assertThat(new Pixels(width, 1, bytes).resize(32, 1).rgb()).isEqualTo(byDefinition(bytes, width, 32));
    }

    /** One row, every weight looked at for every output: a triangle as wide as the shrinking, in 22 fraction bits. */
    private static byte[] byDefinition(byte[] row, int width, int out) {
        double ratio = (double) width / out;
        double reach = Math.max(ratio, 1);
        var to = new byte[out * 3];
        for (int i = 0; i < out; i++) {
            double centre = (i + 0.5) * ratio;
            double sum = 0;
            for (int x = 0; x < width; x++) sum += Math.max(0, 1 - Math.abs((x + 0.5 - centre) / reach));
            for (int c = 0; c < 3; c++) {
                long value = 1 << 21;
                for (int x = 0; x < width; x++) {
                    double weight = Math.max(0, 1 - Math.abs((x + 0.5 - centre) / reach)) / sum;
                    value += (row[x * 3 + c] & 0xff) * (long) (weight * (1 << 22) + 0.5);
                }
                to[i * 3 + c] = (byte) (value >> 22);
            }
        }
        return to;
    }

    @Test
    void the_same_size_is_a_copy() {
        var picture = flat(5, 4, 9);

        assertThat(picture.resize(5, 4)).isEqualTo(picture);
        assertThat(picture.resize(5, 4).rgb()).isNotSameAs(picture.rgb());
    }

    @Test
    void a_size_of_zero_and_a_wrong_number_of_bytes_are_refused() {
        assertThatThrownBy(() -> flat(5, 4, 9).resize(0, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pixels(5, 4, new byte[3])).hasMessageContaining("5x4");
    }

    @Test
    void a_window_that_leaves_the_picture_is_refused() {
        assertThatThrownBy(() -> flat(10, 10, 0).normalize(0, 3, 8, false, new float[192], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
