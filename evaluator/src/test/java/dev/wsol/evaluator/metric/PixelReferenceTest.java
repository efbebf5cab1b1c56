package dev.wsol.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.vision.dataset.WsolMetadata;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.MaskImages;
import dev.wsol.vision.map.Npy;
import dev.wsol.vision.map.ScoreMap;
import dev.wsol.vision.map.Thresholds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PxAP against the golden masks and score maps. */
@Tag("reference")
class PixelReferenceTest {

    @Test
    void masks_become_the_same_label_images() {
        var wanted = Npy.read(Reference.file("evaluation", "pxap_masks_u8.npy.gz"));
        var labels = labels();
        assertThat(labels).hasSize(wanted.shape()[0]);
        for (int n = 0; n < labels.size(); n++)
            assertThat(labels.get(n))
                    .as("image %d", n)
                    .isEqualTo(wanted.bytes(n * labels.get(n).length, labels.get(n).length));
    }

    @ParameterizedTest
    @CsvSource({"0.001, 0p001", "0.01, 0p01"})
    void histograms_are_equal_and_the_average_precision_agrees(double step, String name) throws Exception {
        var results = results().get(String.valueOf(step));
        var tally = PixelTally.none(Thresholds.every(step).size());
        var maps = maps();
        var labels = labels();
        for (int n = 0; n < maps.size(); n++) {
            var one = new PixelScorer(Thresholds.every(step));
            one.score(maps.get(n), labels.get(n));
            check(results.get("per_image_alone").get(n), one.tally(), n);
            tally = tally.plus(one.tally());
        }
        assertThat(tally.foreground()).containsExactly(histogram("true_" + name));
        assertThat(tally.background()).containsExactly(histogram("false_" + name));
        assertThat(tally.averagePrecision()).isCloseTo(results.get("PxAP").asDouble(), within(1e-10));
    }

    private static void check(JsonNode wanted, PixelTally tally, int n) {
        if (wanted.isTextual())
            assertThatThrownBy(tally::averagePrecision)
                    .as("image %d", n)
                    .isInstanceOf(MetricException.class)
                    .hasMessageContaining("no foreground");
        else assertThat(tally.averagePrecision()).as("image %d", n).isCloseTo(wanted.asDouble(), within(1e-10));
    }

    private static JsonNode results() throws Exception {
        return new ObjectMapper()
                .readTree(Reference.file("evaluation", "pxap_results.json").toFile());
    }

    private static long[] histogram(String name) {
        var npy = Npy.read(Reference.file("evaluation", "pxap_hist_" + name + "_i64.npy"));
        var out = new long[npy.count()];
        for (int i = 0; i < out.length; i++) out[i] = npy.whole(i);
        return out;
    }

    private static List<ScoreMap> maps() {
        var npy = Npy.read(Reference.file("evaluation", "pxap_scores_u16.npy.gz"));
        int h = npy.shape()[1];
        int w = npy.shape()[2];
        var maps = new ArrayList<ScoreMap>();
        for (int n = 0; n < npy.shape()[0]; n++) {
            double[] values = npy.doubles(n * h * w, h * w);
            for (int i = 0; i < values.length; i++) values[i] /= 65535.0;
            maps.add(new ScoreMap(h, w, values));
        }
        return maps;
    }

    private static List<byte[]> labels() {
        Path metadata = Reference.file("evaluation", "metadata_masks");
        Path images = Reference.file("evaluation", "masks");
        var decoder = Decoder.standard();
        return WsolMetadata.read(metadata, "test").rows().stream()
                .map(row -> row.annotation().masks().below(images))
                .map(masks -> MaskImages.labels(masks.objectFiles(), masks.ignoredFile(), 224, 224, decoder))
                .toList();
    }
}
