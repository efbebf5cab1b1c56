package dev.wsol.infra.cli.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.vision.map.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The golden maps as files, through the command: the same figures as the published program's. */
@Tag("reference")
class ScoreMapsReferenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "map28, maxboxacc, single_0.001", "map28, maxboxacc-v2, multi_0.001",
        "map224, maxboxacc, single_0.001", "map224, maxboxacc-v2, multi_0.001",
        "up14, maxboxacc, single_0.001", "up14, maxboxacc-v2, multi_0.001"
    })
    void box_figures_of_golden_maps_are_equal(String set, String protocol, String block) throws Exception {
        var wanted = JSON.readTree(file(set + "_results.json").toFile()).get(block);
        writeMaps(set);
        var metadata = file("metadata_" + set);
        var got = Command.run(
                        "--maps",
                        folder.toString(),
                        "--metadata",
                        metadata.toString(),
                        "--protocol",
                        protocol,
                        "--json")
                .json();
        assertThat(got.get("protocol").asText()).isEqualTo(protocol);
        assertThat(got.get("images")).isEqualTo(wanted.get("count"));
        for (var iou : List.of("30", "50", "70")) {
            assertThat(got.get("maxBoxAcc").get(iou).asDouble())
                    .isEqualTo(wanted.get("max_box_acc").get(iou).asDouble());
            assertThat(got.get("bestThreshold").get(iou).asDouble())
                    .isEqualTo(wanted.get("first_best_threshold").get(iou).asDouble());
        }
        if (protocol.equals("maxboxacc-v2"))
            assertThat(got.get("maxBoxAccV2").asDouble())
                    .isEqualTo(wanted.get("MaxBoxAccV2_mean_30_50_70").asDouble());
        else assertThat(got.get("maxBoxAccV2").isNull()).isTrue();
    }

    @Test
    void pixel_average_precision_of_golden_maps_agrees() throws Exception {
        var npy = Npy.read(file("pxap_scores_u16.npy.gz"));
        var ids = Files.readAllLines(file("metadata_masks").resolve("test/image_ids.txt"));
        int size = npy.shape()[1] * npy.shape()[2];
        for (int n = 0; n < ids.size(); n++) {
            double[] values = npy.doubles(n * size, size);
            for (int i = 0; i < size; i++) values[i] /= 65535.0;
            NpyFile.write(folder.resolve(ids.get(n) + ".npy"), values, npy.shape()[1], npy.shape()[2]);
        }
        var got = Command.run(
                        "--maps",
                        folder.toString(),
                        "--metadata",
                        file("metadata_masks").resolve("test").toString(),
                        "--images",
                        file("masks").toString(),
                        "--protocol",
                        "pxap",
                        "--json")
                .json();
        JsonNode wanted = JSON.readTree(file("pxap_results.json").toFile()).get("0.001");
        assertThat(got.get("pxap").asDouble()).isCloseTo(wanted.get("PxAP").asDouble(), within(1e-10));
        assertThat(got.get("images").asInt()).isEqualTo(ids.size());
        assertThat(got.get("maxBoxAcc").isNull()).isTrue();
    }

    /** Score maps that quantise to the golden score images. */
    private void writeMaps(String set) throws IOException {
        var npy = Npy.read(file(set + "_maps_u8.npy.gz"));
        var ids = Files.readAllLines(file("metadata_" + set).resolve("test/image_ids.txt"));
        int size = npy.shape()[1] * npy.shape()[2];
        for (int n = 0; n < ids.size(); n++) {
            double[] q = npy.doubles(n * size, size);
            for (int i = 0; i < size; i++) q[i] = q[i] == 255 ? 1 : (q[i] + 0.5) / 255;
            NpyFile.write(folder.resolve(ids.get(n) + ".npy"), q, npy.shape()[1], npy.shape()[2]);
        }
    }

    /** The vectors lie with the module that computes the figures. */
    private static Path file(String name) {
        var root = System.getProperty("wsol.reference", "");
        Path file = root.isBlank()
                ? Path.of("..", "evaluator", "src", "test", "resources", "evaluation", name)
                : Path.of(root, "evaluation", name);
        assumeTrue(Files.exists(file), () -> "skipped: no " + file);
        return file;
    }
}
