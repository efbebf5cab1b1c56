package dev.wsol.infra.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wsol.contract.DataRef;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Terminal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCommandTest {
    @TempDir
    private Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writeTwoBoxedImages() throws IOException {
        picture("train/n1/a.JPEG");
        picture("val/n1/b.JPEG");
        picture("val/n1/c.JPEG");
        Files.createDirectories(root.resolve("ILSVRC2012_list"));
        Files.writeString(root.resolve("ILSVRC2012_list/train.txt"), "n1/a.JPEG 0\n");
        // the whole picture, and its left half beside a small box
        test("n1/b.JPEG 0 0 0 39 29\nn1/c.JPEG 0 0 0 19 29 1 1 3 3\n");
    }

    private void picture(String name) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        ImageIO.write(
                new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB),
                "png",
                root.resolve(name).toFile());
    }

    private void test(String lines) throws IOException {
        Files.writeString(root.resolve("ILSVRC2012_list/val_folder_new.txt"), lines);
    }

    private int run(String... args) {
        var shell = new Shell(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), Terminal.PLAIN);
        return Wsol.run(args, shell);
    }

    @Test
    void what_was_found_and_what_a_fixed_box_scores_is_told_as_json() throws IOException {
        assertThat(run("dataset", "check", root.toString(), "--decode", "all", "--json"))
                .isZero();

        var found = Json.read(out.toString(UTF_8));
        assertThat(found.path("layout").asText()).isEqualTo("ilsvrc");
        assertThat(found.path("classes").get(0).asText()).isEqualTo("n1");
        assertThat(found.at("/parts/train/images").asInt()).isEqualTo(1);
        assertThat(found.at("/parts/test/boxes").asInt()).isEqualTo(3);
        assertThat(found.at("/parts/test/imagesWithSeveral").asInt()).isEqualTo(1);
        assertThat(found.at("/parts/test/sizes/median/width").asInt()).isEqualTo(40);
        assertThat(found.path("decoded").asInt()).isEqualTo(3);
        assertThat(found.at("/problems/count").asInt()).isZero();
        // the half box overlaps the frame by a half at most
        assertThat(found.at("/baselines/test/scm/wholeFrame30").asDouble()).isCloseTo(100, within(1e-9));
        assertThat(found.at("/baselines/test/scm/wholeFrame70").asDouble()).isCloseTo(50, within(1e-9));
        assertThat(found.at("/baselines/test/wsol/centredBox70").asDouble()).isCloseTo(50, within(1e-9));
    }

    @Test
    void what_is_wrong_is_told_with_file_and_line_and_exit_code_1() throws IOException {
        test("n1/b.JPEG 0 0 0 39 29\nn1/c.JPEG 0 0 0 50 29\nn1/gone.JPEG 0 1 1 2 2\n");
        Files.writeString(root.resolve("train/n1/a.JPEG"), "no picture");

        assertThat(run("dataset", "check", root.toString())).isEqualTo(1);

        assertThat(out.toString(UTF_8))
                .contains("3 problems:")
                .contains("val_folder_new.txt line 2: the box (0.0, 0.0)-(50.0, 29.0) reaches outside")
                .contains("val_folder_new.txt line 3: ")
                .contains("train.txt line 1: ")
                .contains("neither JPEG nor PNG");
    }

    @Test
    void a_picture_that_breaks_behind_its_header_is_found_by_decoding_only() throws IOException {
        var file = root.resolve("val/n1/c.JPEG");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, 60));

        assertThat(run("dataset", "check", root.toString())).isZero();
        assertThat(run("dataset", "check", root.toString(), "--decode", "all")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("val_folder_new.txt line 2: ").contains("c.JPEG");
    }

    @Test
    void told_problems_are_limited_and_the_rest_is_counted() throws IOException {
        test("n1/x1.JPEG 0 1 1 2 2\nn1/x2.JPEG 0 1 1 2 2\nn1/x3.JPEG 0 1 1 2 2\n");

        assertThat(run("dataset", "check", root.toString(), "--problems", "1")).isEqualTo(1);
        assertThat(out.toString(UTF_8))
                .contains("3 problems:", "x1.JPEG", "and 2 more")
                .doesNotContain("x2.JPEG");
    }

    @Test
    void images_that_a_list_names_in_vain_are_counted_by_list_in_json() throws IOException {
        test("n1/b.JPEG 0 0 0 39 29\nn1/x1.JPEG 0 1 1 2 2\nn1/x2.JPEG 0 1 1 2 2\n");

        assertThat(run("dataset", "check", root.toString(), "--problems", "1", "--json"))
                .isEqualTo(1);
        assertThat(Json.read(out.toString(UTF_8)).at("/problems/missingImages"))
                .isEqualTo(Json.read("{\"ILSVRC2012_list/val_folder_new.txt\": 2}"));
    }

    @Test
    void mistakes_in_the_call_are_wrong_usage() {
        assertThat(run("dataset", "check", root.toString(), "--layout", "ilsvcr"))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("did you mean ilsvrc?");
        assertThat(run("dataset", "check", root.toString(), "--decode", "some")).isEqualTo(2);
        assertThat(run("dataset", "check", root.resolve("absent").toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("there is no such folder").doesNotContain("--verbose");
    }

    @Test
    void another_set_is_replaced_by_force_only() {
        var set = root.resolve("set");
        assertThat(draw(set, "--seed", "1")).isZero();
        assertThat(draw(set, "--seed", "1")).isZero();
        assertThat(out.toString(UTF_8)).contains("there already: 18 images");
        var first = set.resolve("creatures.txt");

        assertThat(draw(set, "--seed", "2")).isEqualTo(2);

        assertThat(err.toString(UTF_8)).contains(set.toString(), "seed 1, train 6", "--force");
        assertThat(first).content().contains("seed 1");
        assertThat(draw(set, "--seed", "2", "--force")).isZero();
        assertThat(first).content().contains("seed 2");
    }

    private int draw(Path set, String... more) {
        var sizes = Stream.of("dataset", "draw", set.toString(), "--train", "6", "--validation", "6", "--test", "6");
        return run(Stream.concat(sizes, Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void every_layout_is_listed_with_its_folders() {
        assertThat(run("dataset", "list")).isZero();
        for (var layout : DataRef.LAYOUTS) assertThat(out.toString(UTF_8)).contains(layout + ": ");
    }
}
