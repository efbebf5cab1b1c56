package dev.wsol.infra.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.contract.ModelSpec;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Terminal;
import dev.wsol.vision.checkpoint.CheckpointFolder;
import dev.wsol.vision.checkpoint.Pth;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.Network;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictTest {
    private static final ModelSpec TINY = new ModelSpec("deit_scm_micro", 12, 1, 2);

    @TempDir
    private static Path shared;

    @TempDir
    private Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path image;

    @BeforeAll
    static void checkpoints() throws IOException {
        try (var network = Network.create(Architectures.of(TINY, 3), 5)) {
            var weights = network.export();
            new Safetensors(weights, Map.of()).write(shared.resolve("alone.safetensors"));
            Pth.trained(3, weights, 50).write(shared.resolve("official.pth"));
            CheckpointFolder.write(
                    shared.resolve("folder"),
                    new Safetensors(weights, Map.of()),
                    Map.of("arch", TINY.arch(), "sizes", List.of(12, 1, 2)));
        }
    }

    @BeforeEach
    void picture() throws IOException {
        image = picture("bird.png");
    }

    @Test
    void the_forms_of_a_checkpoint_give_the_same_answer() throws IOException {
        var folder = predict("folder", "--image", image.toString());
        for (var args : List.of(
                List.of("folder/model.safetensors"),
                List.of(
                        "alone.safetensors",
                        "--arch",
                        "deit_scm_micro",
                        "--width",
                        "12",
                        "--depth",
                        "1",
                        "--heads",
                        "2"),
                List.of("official.pth", "--heads", "2"))) {
            var rest = new java.util.ArrayList<>(args.subList(1, args.size()));
            rest.addAll(List.of("--image", image.toString()));
            assertThat(predict(args.get(0), rest.toArray(String[]::new)).path("images"))
                    .as(args.get(0))
                    .isEqualTo(folder.path("images"));
        }
    }

    @Test
    void classes_box_and_peak_of_every_image_are_told() throws IOException {
        var other = picture("cat.png");

        var answer = predict("folder", "--image", image.toString(), other.toString(), "--class", "2");

        assertThat(answer.path("classes").asInt()).isEqualTo(3);
        assertThat(answer.path("images")).hasSize(2).allSatisfy(one -> {
            assertThat(one.path("class").asInt()).isEqualTo(2);
            double sum = 0;
            for (var p : one.path("predicted")) sum += p.path("probability").asDouble();
            assertThat(sum).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-9));
            assertThat(one.at("/box/2").asInt())
                    .isGreaterThan(one.at("/box/0").asInt())
                    .isLessThanOrEqualTo(60);
            assertThat(one.at("/box224/3").asInt()).isLessThan(224);
            assertThat(one.at("/peak/1").asInt()).isBetween(0, 39);
        });
    }

    @Test
    void pictures_and_answer_are_written_one_folder_an_image() throws IOException {
        Files.createDirectory(dir.resolve("more"));
        var twin = Files.copy(image, dir.resolve("more/bird.png"));
        var target = dir.resolve("found");

        assertThat(run(
                        "predict",
                        "--checkpoint",
                        shared.resolve("folder").toString(),
                        "--image",
                        image.toString(),
                        twin.toString(),
                        "--out",
                        target.toString()))
                .as(err.toString(UTF_8))
                .isZero();

        assertThat(out.toString(UTF_8)).contains("predicted", "box", "peak", "class ");
        for (var name : List.of("bird", "bird-2")) {
            assertThat(target.resolve(name).toFile().list())
                    .containsExactlyInAnyOrder(
                            "overlay.png",
                            "boxed_image.png",
                            "roi_images.png",
                            "sem_images.png",
                            "attn_images.png",
                            "binary.png",
                            "prediction.json");
            assertThat(ImageIO.read(target.resolve(name + "/overlay.png").toFile())
                            .getHeight())
                    .isEqualTo(40);
            assertThat(ImageIO.read(target.resolve(name + "/binary.png").toFile())
                            .getWidth())
                    .isEqualTo(224);
        }
    }

    @Test
    void a_file_that_is_no_image_is_named_and_the_others_are_still_done() throws IOException {
        var text = Files.writeString(dir.resolve("notes.jpg"), "not a picture");

        int exit = run(
                "predict",
                "--checkpoint",
                shared.resolve("folder").toString(),
                "--image",
                text.toString(),
                image.toString(),
                "--json");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .contains("notes.jpg: is neither JPEG nor PNG")
                .doesNotContain("\tat ");
        assertThat(Json.read(out.toString(UTF_8)).path("images")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "folder, --class 3, --class 3 is not one of 0 to 2",
        "folder, --class -1, is not one of 0 to 2",
        "folder, --threshold 1, --threshold 1.0 must lie in",
        "folder, --threshold NaN, must lie in",
        "folder, --device gpu, use auto",
        "folder, --arch deit_scm_tiny, weights do not fit deit_scm_tiny",
        "folder, --image /no/such.png, there is no /no/such.png",
        "nothing.pth, --class 0, there is no",
        "official.pth, --class 0, say it with --heads",
        "folder, --class-names /no/names.txt, --class-names: /no/names.txt cannot be read",
    })
    void what_cannot_be_used_is_named_in_one_line(String checkpoint, String option, String told) {
        var args = new java.util.ArrayList<>(
                List.of("predict", "--checkpoint", shared.resolve(checkpoint).toString(), "--image", image.toString()));
        args.addAll(List.of(option.split(" ", -1)));

        assertThat(run(args.toArray(String[]::new))).isEqualTo(2);

        assertThat(err.toString(UTF_8)).contains(told).doesNotContain("\tat ");
    }

    @Test
    void names_of_classes_must_be_as_many_as_the_classes() throws IOException {
        var names = Files.writeString(dir.resolve("classes.txt"), "1 001.Wren\n2 002.Owl\n3 003.Kite\n");
        var answer = predict("folder", "--image", image.toString(), "--class", "1", "--class-names", names.toString());
        assertThat(answer.at("/images/0/name").asText()).isEqualTo("002.Owl");

        Files.writeString(names, "one\n");
        assertThat(run(
                        "predict",
                        "--checkpoint",
                        shared.resolve("folder").toString(),
                        "--image",
                        image.toString(),
                        "--class-names",
                        names.toString()))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("has 1 names, the network has 3 classes");
    }

    private Path picture(String name) throws IOException {
        var picture = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
        var g = picture.createGraphics();
        g.setColor(new Color(name.hashCode() & 0xffffff));
        g.fillOval(20, 10, 25, 20);
        g.dispose();
        var file = dir.resolve(name);
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private JsonNode predict(String checkpoint, String... rest) throws IOException {
        out.reset();
        var args = new java.util.ArrayList<>(List.of(
                "predict", "--json", "--checkpoint", shared.resolve(checkpoint).toString()));
        args.addAll(List.of(rest));
        assertThat(run(args.toArray(String[]::new))).as(err.toString(UTF_8)).isZero();
        return Json.read(out.toString(UTF_8));
    }

    private int run(String... args) {
        var shell = new Shell(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), Terminal.PLAIN);
        return Wsol.run(args, shell);
    }
}
