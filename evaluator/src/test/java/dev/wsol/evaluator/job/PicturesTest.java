package dev.wsol.evaluator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Drawing;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.Outcome;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.result.Breakdown;
import dev.wsol.evaluator.result.Findings;
import dev.wsol.evaluator.result.JudgedImage;
import dev.wsol.vision.image.Pixels;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
    private static final int SIDE = ModelConfig.IMAGE;
    private static Network network;

    @TempDir
    private Path dir;

    @BeforeAll
    static void see() {
        network = Network.create(Architectures.of(new ModelSpec("deit_scm_micro", 12, 1, 2), 2), 1);
    }

    @AfterAll
    static void close() {
        network.close();
    }

    @Test
    void each_outcome_has_its_sheet_and_the_report_gets_the_same_images() throws IOException {
        var galleries = pictures(() -> false).sheets(12);

        assertThat(files()).containsExactly("contact-sheets/class-wrong.png", "contact-sheets/right.png");
        assertThat(galleries).extracting(g -> g.outcome()).containsExactly(Outcome.RIGHT, Outcome.CLASS_WRONG);
        assertThat(galleries.get(0).worst())
                .extracting(s -> s.image().id())
                .containsExactly("001.Owl/a.jpg", "../../x.jpg");
        assertThat(galleries.get(0).best()).extracting(s -> s.image().id()).containsExactly("b");
        assertThat(galleries.get(1).worst().get(0).predicted()).isEqualTo("Wren & Co");
        assertThat(galleries.get(1).worst().get(0).jpeg()).startsWith(0xff, 0xd8);
    }

    @Test
    void the_official_pictures_stay_below_their_folders_whatever_an_image_is_called() throws IOException {
        pictures(() -> false).official(new Drawing(4, false));

        assertThat(files())
                .hasSize(4 * 5)
                .allMatch(f -> f.startsWith("draw/"))
                .contains("draw/boxed_image/001.Owl/a.png", "draw/binary/x.png", "draw/roi_images/b.png");
        assertThat(ImageIO.read(dir.resolve("draw/sem_images/b.png").toFile()).getWidth())
                .isEqualTo(SIDE);
    }

    @Test
    void the_official_pictures_of_images_with_blanks_and_umlauts_can_be_stored() throws Exception {
        var owls = List.of(
                image(0, "001.Owl & Söhne/a #1.jpg", 0, .55, Outcome.RIGHT),
                image(1, "001.Owl & Söhne/a %1.jpg", 0, .6, Outcome.RIGHT));
        pictures(owls, () -> false).official(new Drawing(2, false));

        var names = files();
        assertThat(names).as("each image has its own").hasSize(2 * 5);
        try (var store = new TestStore(dir.resolve("store"))) {
            for (var name : names) store.objects().put("evaluations/1/e1/" + name, dir.resolve(name), "image/png");
            assertThat(store.objects().keys("evaluations/1/e1/draw/")).hasSize(2 * 5);
        }
    }

    @Test
    void images_that_differ_in_their_ending_only_have_their_own_official_pictures() throws IOException {
        var owls = List.of(
                image(0, "1/a.jpg", 0, .55, Outcome.RIGHT),
                image(1, "1/a.png", 0, .6, Outcome.RIGHT),
                image(2, "1/b.png", 0, .6, Outcome.RIGHT));
        pictures(owls, () -> false).official(new Drawing(3, false));

        assertThat(files())
                .hasSize(3 * 5)
                .contains("draw/binary/1/a.jpg.png", "draw/binary/1/a.png.png", "draw/binary/1/b.png");
    }

    @Test
    void overlays_are_numbered_and_never_more_than_images() throws IOException {
        pictures(() -> false).overlays(99);
        assertThat(files())
                .containsExactly(
                        "overlays.png",
                        "overlays/01-a.png",
                        "overlays/02-x.png",
                        "overlays/03-b.png",
                        "overlays/04-wrong.png");
    }

    @Test
    void no_overlays_wanted_is_no_file_and_a_stop_ends_the_drawing() throws IOException {
        pictures(() -> false).overlays(0);
        assertThat(pictures(() -> false).sheets(0)).isEmpty();
        assertThat(pictures(() -> true).sheets(3)).isEmpty();
        pictures(() -> true).official(new Drawing(3, true));
        assertThat(files()).isEmpty();
    }

    private Pictures pictures(BooleanSupplier stop) {
        var judged = List.of(
                image(0, "001.Owl/a.jpg", 0, .55, Outcome.RIGHT),
                image(1, "../../x.jpg", 0, .6, Outcome.RIGHT),
                image(2, "b", 0, .9, Outcome.RIGHT),
                image(3, "wrong.png", 1, .2, Outcome.CLASS_WRONG));
        return pictures(judged, stop);
    }

    private Pictures pictures(List<JudgedImage> judged, BooleanSupplier stop) {
        var findings = new Findings(
                Protocol.named("deployed"), .3, Breakdown.of(judged), List.of(), List.of(), judged, List.of());
        return new Pictures(network, PicturesTest::noise, List.of("001.Owl", "002.Wren & Co"), findings, dir, stop);
    }

    private static JudgedImage image(int index, String id, int predicted, double iou, Outcome outcome) {
        var truth = List.of(new PixelBox(20, 20, 120, 120));
        return new JudgedImage(
                index, id, 0, List.of(predicted), 0, new PixelBox(30, 30, 100, 90), truth, iou, iou, outcome);
    }

    private static Pixels noise(int seed) {
        var rgb = new byte[3 * SIDE * SIDE];
        new Random(seed).nextBytes(rgb);
        return new Pixels(SIDE, SIDE, rgb);
    }

    private SortedSet<String> files() throws IOException {
        try (var all = Files.walk(dir)) {
            var names = new TreeSet<String>();
            all.filter(Files::isRegularFile)
                    .forEach(f -> names.add(dir.relativize(f).toString()));
            return names;
        }
    }
}
