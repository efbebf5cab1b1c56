package dev.wsol.vision.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.contract.DataRef;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.Pixels;
import dev.wsol.vision.image.ReferenceFiles;
import dev.wsol.vision.image.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every line of expected.jsonl, image by image. */
@Tag("reference")
class DatasetReferenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Decoder DECODER = Decoder.standard();
    private static final String CMYK = "n00000202_101.JPEG"; // its conversion is not standardised

    private final Path root = ReferenceFiles.need("datasets");

    @ParameterizedTest
    @CsvSource({
        "cub, train, CUB_200_2011, '', TRAIN, 9",
        "cub, test, CUB_200_2011, '', TEST, 9",
        "cubv2, val, CUB_200_2011, '', VALIDATION, 6",
        "imagenet, train, ILSVRC2012, '', TRAIN, 9",
        "imagenet, val_as_test, ILSVRC2012, '', TEST, 9",
        "imagenetv2, val, ILSVRC2012, '', VALIDATION, 6",
        "wsol_metadata, CUB/train, wsol_metadata/CUB, CUB_200_2011, TRAIN, 9",
        "wsol_metadata, CUB/val, wsol_metadata/CUB, CUB_200_2011, VALIDATION, 6",
        "wsol_metadata, CUB/test, wsol_metadata/CUB, CUB_200_2011, TEST, 9",
        "wsol_metadata, ILSVRC/val, wsol_metadata/ILSVRC, ILSVRC2012, VALIDATION, 6",
        "wsol_metadata, ILSVRC/test, wsol_metadata/ILSVRC, ILSVRC2012, TEST, 9",
    })
    void images_equal_those_of_the_published_loaders(
            String loader, String part, String folder, String images, Split split, int count) throws IOException {
        var ref = new DataRef(root.resolve(folder).toString(), 0, 0);
        if (!images.isEmpty()) ref = ref.withImages(root.resolve(images).toString());

        List<Sample> samples = Datasets.open(ref).split(split);

        List<JsonNode> expected = expected(loader, part);
        assertThat(expected).hasSize(count);
        assertThat(samples).hasSameSizeAs(expected);
        for (int i = 0; i < count; i++) assertSame(samples.get(i), expected.get(i));
    }

    private List<JsonNode> expected(String loader, String split) throws IOException {
        try (Stream<String> lines = Files.lines(root.resolve("expected.jsonl"))) {
            return lines.map(DatasetReferenceTest::parse)
                    .filter(n -> n.path("loader").asText().equals(loader)
                            && n.path("split").asText().equals(split))
                    .toList();
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertSame(Sample sample, JsonNode wanted) throws IOException {
        assertThat(sample.id()).isEqualTo(wanted.path("image_id").asText());
        assertThat(sample.label()).isEqualTo(wanted.path("label").asInt());
        assertThat(sample.boxes()).isEqualTo(boxes(wanted));
        if (wanted.has("file"))
            assertThat(sample.path()).isEqualTo(root.resolve(wanted.path("file").asText()));
        var pixels = DECODER.decode(sample.path());
        assertThat(pixels.size())
                .isEqualTo(new Size(
                        wanted.path("size_wh").path(0).asInt(),
                        wanted.path("size_wh").path(1).asInt()));
        assertThat(sample.boxProblem(pixels.size())).isEmpty();
        if (wanted.has("mean_rgb")) {
            double slack = sample.id().endsWith(CMYK) ? 3 : 1.5;
            for (int c = 0; c < 3; c++)
                assertThat(mean(pixels, c))
                        .as(sample.id())
                        .isCloseTo(wanted.path("mean_rgb").path(c).asDouble(), within(slack));
        }
    }

    private static double mean(Pixels pixels, int channel) {
        byte[] rgb = pixels.rgb();
        return IntStream.range(0, rgb.length / 3)
                .map(i -> rgb[i * 3 + channel] & 0xff)
                .average()
                .orElseThrow();
    }

    private static List<Box> boxes(JsonNode wanted) {
        if (wanted.has("annotation_xywh")) {
            double[] v = numbers(wanted.path("annotation_xywh"));
            return List.of(new Box.Sized(v[0], v[1], v[2], v[3]));
        }
        return IntStream.range(0, wanted.path("annotation_x0y0x1y1").size())
                .mapToObj(i -> numbers(wanted.path("annotation_x0y0x1y1").path(i)))
                .map(v -> (Box) new Box.Corners(v[0], v[1], v[2], v[3]))
                .toList();
    }

    private static double[] numbers(JsonNode list) {
        var numbers = new double[list.size()];
        Arrays.setAll(numbers, i -> list.path(i).asDouble());
        return numbers;
    }

    @Test
    void classes_keep_their_names_in_every_layout_that_has_them() {
        var names = List.of("001.Red_Square", "002.Green_Disc", "003.Blue_Triangle");

        assertThat(open("CUB_200_2011").classes()).isEqualTo(names);
        assertThat(Datasets.open(new DataRef(root.resolve("wsol_metadata/CUB").toString(), 0, 0)
                                .withImages(root.resolve("CUB_200_2011").toString()))
                        .classes())
                .isEqualTo(names);
        assertThat(open("ILSVRC2012").classes()).containsExactly("n00000101", "n00000202", "n00000303");
    }

    private DatasetSource open(String folder) {
        return Datasets.open(new DataRef(root.resolve(folder).toString(), 0, 0));
    }
}
