package dev.wsol.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("reference")
class PreprocessReferenceTest {
    private static final Pattern RESIZED = Pattern.compile("(.+)\\.resized(\\d+)_u8");
    private static final Pattern TRAIN = Pattern.compile("(.+)\\.train_top(\\d+)_left(\\d+)_flipped_row(\\d+)");
    private static final int CROP = 224;

    private final Safetensors vectors = Safetensors.read(ReferenceFiles.need("models/preprocess.safetensors"));
    private final Path images = ReferenceFiles.need("models/images");

    /** A picture as PNG, so that no JPEG decoder is between the vectors and the resampler. */
    private Pixels picture(String name) {
        Path png = images.resolve(name + ".png");
        return Decoder.standard().decode(Files.exists(png) ? png : images.resolve(name + "_decoded.png"));
    }

    private static byte[] bytes(Tensor tensor) {
        var bytes = new byte[tensor.data().remaining()];
        tensor.data().get(bytes);
        return bytes;
    }

    @Test
    void resized_pictures_equal_pillows_bit_for_bit() {
        int seen = 0;
        for (var e : vectors.tensors().entrySet()) {
            Matcher m = RESIZED.matcher(e.getKey());
            if (!m.matches()) continue;
            int side = Integer.parseInt(m.group(2));
            assertThat(picture(m.group(1)).resize(side, side).rgb())
                    .as(e.getKey())
                    .isEqualTo(bytes(e.getValue()));
            seen++;
        }
        assertThat(seen).isPositive();
    }

    @Test
    void the_test_transform_is_within_a_millionth() {
        int seen = 0;
        for (String name : vectors.tensors().keySet()) {
            if (!name.endsWith(".norm_stats")) continue;
            String image = name.substring(0, name.lastIndexOf('.'));
            var planes = new float[3 * CROP * CROP];
            picture(image).resize(CROP, CROP).normalize(planes, 0);
            assertRow(vectors.tensors().get(image + ".norm_row100"), planes, 100);
            assertStats(vectors.tensors().get(name), planes);
            Tensor full = vectors.tensors().get(image + ".norm_full");
            if (full != null)
                assertThat(largestDifference(planes, full.floats())).isLessThanOrEqualTo(1e-6);
            seen++;
        }
        assertThat(seen).isPositive();
    }

    @Test
    void the_train_transform_crops_and_mirrors_within_a_millionth() {
        int seen = 0;
        for (var e : vectors.tensors().entrySet()) {
            Matcher m = TRAIN.matcher(e.getKey());
            if (!m.matches()) continue;
            int top = Integer.parseInt(m.group(2));
            int left = Integer.parseInt(m.group(3));
            var planes = new float[3 * CROP * CROP];
            picture(m.group(1)).resize(256, 256).normalize(top, left, CROP, true, planes, 0);
            assertRow(e.getValue(), planes, Integer.parseInt(m.group(4)));
            seen++;
        }
        assertThat(seen).isPositive();
    }

    @Test
    void a_jpeg_differs_from_its_reference_decoding_by_3_levels_at_most_in_99_percent_of_pixels() throws IOException {
        for (Path jpeg : ReferenceFiles.matching("models/images", "*.jpg")) {
            String stem = jpeg.getFileName().toString().replace(".jpg", "");
            byte[] ours = Decoder.standard().decode(jpeg).rgb();
            byte[] wanted = Decoder.standard()
                    .decode(images.resolve(stem + "_decoded.png"))
                    .rgb();
            int near = 0;
            for (int i = 0; i < ours.length; i++) if (Math.abs((ours[i] & 0xff) - (wanted[i] & 0xff)) <= 3) near++;
            assertThat(near / (double) ours.length).as(stem).isGreaterThan(0.99);
        }
    }

    private static void assertRow(Tensor row, float[] planes, int y) {
        float[] wanted = row.floats();
        var ours = new float[3 * CROP];
        for (int c = 0; c < 3; c++) System.arraycopy(planes, (c * CROP + y) * CROP, ours, c * CROP, CROP);
        assertThat(largestDifference(ours, wanted)).isLessThanOrEqualTo(1e-6);
    }

    private static double largestDifference(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double largest = 0;
        for (int i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
        return largest;
    }

    /** Sum, sum of absolute values, L2 norm. */
    private static void assertStats(Tensor stats, float[] planes) {
        double sum = 0;
        double absolute = 0;
        double squares = 0;
        for (float v : planes) {
            sum += v;
            absolute += Math.abs(v);
            squares += (double) v * v;
        }
        double[] wanted = stats.doubles();
        double slack = 1e-6 * planes.length;
        assertThat(sum).isCloseTo(wanted[0], within(slack));
        assertThat(absolute).isCloseTo(wanted[1], within(slack));
        assertThat(Math.sqrt(squares)).isCloseTo(wanted[2], within(slack));
    }
}
