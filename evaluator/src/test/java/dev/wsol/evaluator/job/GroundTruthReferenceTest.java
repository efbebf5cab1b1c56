package dev.wsol.evaluator.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.evaluator.metric.BoxScaling;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.metric.Reference;
import dev.wsol.vision.dataset.Box;
import dev.wsol.vision.image.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Boxes at 224 of every line of expected.jsonl. */
@Tag("reference")
class GroundTruthReferenceTest {
    private static final int SIDE = 224;

    private static List<JsonNode> lines() throws IOException {
        var file = Reference.file("datasets", "expected.jsonl");
        var json = new ObjectMapper();
        var lines = new ArrayList<JsonNode>();
        for (String line : Files.readAllLines(file)) lines.add(json.readTree(line));
        return lines;
    }

    private static List<PixelBox> on(JsonNode line, BoxScaling rule) {
        var size = new Size(
                line.path("size_wh").path(0).asInt(),
                line.path("size_wh").path(1).asInt());
        return GroundTruth.on(boxes(line), rule, size, SIDE);
    }

    private static List<Box> boxes(JsonNode line) {
        var sized = line.path("annotation_xywh");
        if (!sized.isMissingNode())
            return List.of(new Box.Sized(
                    sized.path(0).asDouble(),
                    sized.path(1).asDouble(),
                    sized.path(2).asDouble(),
                    sized.path(3).asDouble()));
        var boxes = new ArrayList<Box>();
        for (var b : line.path("annotation_x0y0x1y1"))
            boxes.add(new Box.Corners(
                    b.path(0).asDouble(),
                    b.path(1).asDouble(),
                    b.path(2).asDouble(),
                    b.path(3).asDouble()));
        return boxes;
    }

    private static List<PixelBox> pixels(JsonNode list) {
        var boxes = new ArrayList<PixelBox>();
        for (var b : list)
            boxes.add(new PixelBox(
                    b.path(0).asInt(),
                    b.path(1).asInt(),
                    b.path(2).asInt(),
                    b.path(3).asInt()));
        return boxes;
    }

    @Test
    void scm_boxes_at_224_are_those_of_the_published_loaders() throws IOException {
        int compared = 0;
        for (var line : lines())
            if (line.has("boxes_224_scm")) {
                assertThat(on(line, BoxScaling.DIVIDE_FIRST_WHOLE))
                        .as(line.path("image_id").asText())
                        .isEqualTo(pixels(line.path("boxes_224_scm")));
                compared++;
            }
        assertThat(compared).isEqualTo(9 + 6 + 9 + 6); // cub test, cubv2, imagenet val, imagenetv2
    }

    @Test
    void wsol_boxes_at_224_are_those_of_the_published_loaders() throws IOException {
        int compared = 0;
        for (var line : lines())
            if (line.has("boxes_224_wsol")) {
                assertThat(on(line, BoxScaling.MULTIPLY_FIRST))
                        .as(line.path("image_id").asText())
                        .isEqualTo(pixels(line.path("boxes_224_wsol")));
                compared++;
            }
        assertThat(compared).isEqualTo(9 + 6 + 9 + 9 + 6);
    }

    @Test
    void cub_and_its_metadata_give_the_same_box_under_the_wsol_rule() throws IOException {
        var metadata = new HashMap<String, List<PixelBox>>();
        for (var line : lines())
            if (line.path("loader").asText().equals("wsol_metadata"))
                metadata.put(line.path("image_id").asText(), pixels(line.path("boxes_224_wsol")));
        int compared = 0;
        for (var line : lines())
            if (line.path("loader").asText().equals("cub")) {
                assertThat(on(line, BoxScaling.MULTIPLY_FIRST))
                        .as(line.path("image_id").asText())
                        .isEqualTo(metadata.get(line.path("image_id").asText()));
                compared++;
            }
        assertThat(compared).isEqualTo(18);
    }
}
