package dev.wsol.vision.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.contract.DataRef;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.ReferenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("reference")
class CubReferenceTest {
    private final Path root = ReferenceFiles.need("datasets");
    private final DatasetSource cub = Datasets.open(
            new DataRef(ReferenceFiles.need("datasets/CUB_200_2011").toString(), 1, 0));

    private static final ObjectMapper JSON = new ObjectMapper();

    private List<JsonNode> expected(String loader, String split) throws IOException {
        try (Stream<String> lines = Files.lines(ReferenceFiles.need("datasets/expected.jsonl"))) {
            return lines.map(CubReferenceTest::parse)
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

    private void assertSame(List<Sample> samples, List<JsonNode> expected) throws IOException {
        assertThat(samples).hasSameSizeAs(expected).isNotEmpty();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            JsonNode wanted = expected.get(i);
            assertThat(sample.id()).isEqualTo(wanted.path("image_id").asText());
            assertThat(sample.label()).isEqualTo(wanted.path("label").asInt());
            assertThat(Files.isSameFile(
                            sample.path(), root.resolve(wanted.path("file").asText())))
                    .isTrue();
            assertThat(sample.boxes()).isEqualTo(boxes(wanted));
            assertThat(sample.boxProblem(Decoder.standard().size(sample.path())))
                    .isEmpty();
        }
    }

    private static List<Box> boxes(JsonNode wanted) {
        if (wanted.has("annotation_xywh")) {
            double[] v = numbers(wanted.path("annotation_xywh"));
            return List.of(new Box.Sized(v[0], v[1], v[2], v[3]));
        }
        return Stream.iterate(0, i -> i < wanted.path("annotation_x0y0x1y1").size(), i -> i + 1)
                .map(i -> numbers(wanted.path("annotation_x0y0x1y1").path(i)))
                .map(v -> (Box) new Box.Corners(v[0], v[1], v[2], v[3]))
                .toList();
    }

    private static double[] numbers(JsonNode list) {
        var numbers = new double[list.size()];
        Arrays.setAll(numbers, i -> list.path(i).asDouble());
        return numbers;
    }

    @Test
    void training_and_test_images_equal_the_published_loaders() throws IOException {
        assertSame(cub.split(Split.TRAIN), expected("cub", "train"));
        assertSame(cub.split(Split.TEST), expected("cub", "test"));
    }

    @Test
    void validation_images_are_those_of_cubv2_with_their_corners() throws IOException {
        assertSame(cub.split(Split.VALIDATION), expected("cubv2", "val"));
    }

    @Test
    void classes_keep_their_names() {
        assertThat(cub.classes()).containsExactly("001.Red_Square", "002.Green_Disc", "003.Blue_Triangle");
    }
}
