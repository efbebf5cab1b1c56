package dev.wsol.evaluator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.BoxScaling;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.result.PrecisionRecall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskScorerTest {
    private static final int SIDE = 14; // as the class maps, so nothing is resized
    private static final Protocol PROTOCOL =
            Protocol.custom(Map.of("name", "mine", "base", "pxap", "mapSize", SIDE, "step", .01));

    @Test
    void a_map_that_is_the_mask_has_full_precision_and_its_negative_none_before_the_last_pixel() {
        assertThat(pxap(image(0, .9f, .1f))).isEqualTo(100);
        // every background pixel comes before the first of the object: precision is the object's share
        assertThat(pxap(image(0, .1f, .9f))).isCloseTo(25, within(1e-9));
    }

    @Test
    void the_curve_begins_with_the_share_of_the_objects_and_the_area_under_it_is_the_figure() {
        var counted = counted(PROTOCOL, image(0, .9f, .1f), image(0, .1f, .9f));
        var curve = Scores.precisionRecall(
                ProtocolScorer.thresholds(PROTOCOL), counted.pixels().orElseThrow());

        assertThat(curve.get(0)).isEqualTo(new PrecisionRecall(0, 100, 25));
        double area = 0;
        for (int i = 0; i < curve.size(); i++) {
            double next = i + 1 < curve.size() ? curve.get(i + 1).recall() : 0;
            area += curve.get(i).precision() * (curve.get(i).recall() - next) / 100;
        }
        assertThat(Scores.ofPixels(counted).metrics().get("pxap")).isCloseTo(area, within(1e-9));
    }

    @Test
    void the_class_that_is_looked_at_is_the_protocol_s() {
        var seen = image(1, .9f, .1f); // labelled 1, but class 0 has the larger logit and the good map
        var predicted = Protocol.custom(Map.of("name", "mine", "base", "pxap", "mapSize", SIDE, "map", "predicted"));

        assertThat(pxap(seen)).isLessThan(100);
        assertThat(Scores.ofPixels(counted(predicted, seen)).metrics())
                .containsEntry("pxap", 100.0)
                .containsEntry("top1Cls", 0.0)
                .containsEntry("top5Cls", 100.0);
    }

    @Test
    void counts_of_two_threads_add_and_survive_the_disk(@TempDir Path dir) throws Exception {
        var good = image(0, .9f, .1f);
        var bad = image(0, .1f, .9f);
        var sum = counted(PROTOCOL, good).plus(counted(PROTOCOL, bad));

        PartFile.write(dir.resolve("part"), new Part(0, 2, List.of(), List.of(sum)));

        assertThat(sum).isEqualTo(counted(PROTOCOL, bad, good));
        assertThat(PartFile.read(dir.resolve("part")).counted()).containsExactly(sum);
    }

    @Test
    void a_part_that_was_cut_or_changed_is_noticed_though_all_its_numbers_can_be_read(@TempDir Path dir)
            throws Exception {
        var file = dir.resolve("part");
        PartFile.write(file, new Part(0, 1, List.of(), List.of(counted(PROTOCOL, image(0, .9f, .1f)))));
        byte[] whole = Files.readAllBytes(file);

        Files.write(file, Arrays.copyOf(whole, whole.length - 4)); // gzip ends with check sum and length
        assertThatThrownBy(() -> PartFile.read(file)).isInstanceOf(IOException.class);
        whole[whole.length - 8] ^= 1;
        Files.write(file, whole);
        assertThatThrownBy(() -> PartFile.read(file)).isInstanceOf(IOException.class);
    }

    private static double pxap(SeenImage seen) {
        return Scores.ofPixels(counted(PROTOCOL, seen)).metrics().get("pxap");
    }

    private static Counted counted(Protocol protocol, SeenImage... images) {
        var scorer = Scorer.of(protocol, true);
        for (var seen : images) scorer.score(seen);
        return scorer.take();
    }

    /** The upper left quarter is the object; class 0 scores object and background as said, class 1 the other way. */
    private static SeenImage image(int label, float object, float background) {
        var maps = Map.of(0, map(object, background), 1, map(background, object));
        var truth = new SeenImage.Truth() {
            @Override
            public List<PixelBox> on(BoxScaling rule, int side) {
                return List.of();
            }

            @Override
            public byte[] labels(int side) {
                var labels = new byte[side * side];
                IntStream.range(0, labels.length)
                        .filter(MaskScorerTest::isObject)
                        .forEach(i -> labels[i] = 1);
                return labels;
            }
        };
        return new SeenImage(0, label, truth, new float[] {2, 1}, maps, maps.get(label));
    }

    private static float[] map(float object, float background) {
        var map = new float[SIDE * SIDE];
        for (int i = 0; i < map.length; i++) map[i] = isObject(i) ? object : background;
        return map;
    }

    private static boolean isObject(int i) {
        return i % SIDE < SIDE / 2 && i / SIDE < SIDE / 2;
    }
}
