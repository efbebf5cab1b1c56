package dev.wsol.vision.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.DataRef;
import dev.wsol.vision.image.Decoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CubDatasetTest {
    private static final int CLASSES = 3;
    private static final int PER_CLASS = 10; // eight of them for training

    @TempDir
    private Path root;

    @BeforeEach
    void drawThirtyPictures() throws IOException {
        var images = new StringBuilder();
        var labels = new StringBuilder();
        var splits = new StringBuilder();
        var boxes = new StringBuilder();
        var classes = new StringBuilder();
        int id = 0;
        for (int c = 1; c <= CLASSES; c++) {
            classes.append(c + " 00" + c + ".Thing\n");
            Files.createDirectories(root.resolve("images/00" + c + ".Thing"));
            for (int i = 0; i < PER_CLASS; i++) {
                String name = "00" + c + ".Thing/picture_" + i + ".png";
                ImageIO.write(
                        new BufferedImage(40, 30, BufferedImage.TYPE_3BYTE_BGR),
                        "png",
                        root.resolve("images/" + name).toFile());
                images.append(++id + " " + name + "\n");
                labels.append(id + " " + c + "\n");
                splits.append(id + " " + (i < 8 ? 1 : 0) + "\n");
                boxes.append(id + " 1.0 2.5 20.0 " + (10 + i) + ".0\n");
            }
        }
        Files.writeString(root.resolve("images.txt"), images);
        Files.writeString(root.resolve("image_class_labels.txt"), labels);
        Files.writeString(root.resolve("train_test_split.txt"), splits);
        Files.writeString(root.resolve("bounding_boxes.txt"), boxes);
        Files.writeString(root.resolve("classes.txt"), classes);
    }

    private void change(String file, UnaryOperator<String> edit) throws IOException {
        Path path = root.resolve(file);
        Files.writeString(path, edit.apply(Files.readString(path)));
    }

    private DatasetSource open() {
        return open(root, 2, 5);
    }

    private static DatasetSource open(Path folder, int validationPerClass, long seed) {
        return Datasets.open(new DataRef(folder.toString(), "cub", "", false, validationPerClass, seed));
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(this::open).isInstanceOf(DatasetException.class).hasMessageContainingAll(parts);
    }

    @Test
    void validation_is_carved_from_training_and_never_from_test() {
        var data = open();

        assertThat(data.split(Split.TRAIN)).hasSize(18);
        assertThat(data.split(Split.VALIDATION)).hasSize(6);
        assertThat(data.split(Split.TEST)).hasSize(6);
        for (int label = 0; label < CLASSES; label++) {
            int wanted = label;
            assertThat(data.split(Split.VALIDATION))
                    .filteredOn(s -> s.label() == wanted)
                    .hasSize(2);
        }
        assertThat(data.split(Split.VALIDATION)).doesNotContainAnyElementsOf(data.split(Split.TRAIN));
        assertThat(data.split(Split.VALIDATION)).doesNotContainAnyElementsOf(data.split(Split.TEST));
    }

    @Test
    void the_carved_images_depend_on_seed_and_ids_alone() {
        List<String> first = ids(open().split(Split.VALIDATION));

        assertThat(ids(open().split(Split.VALIDATION))).isEqualTo(first);
        assertThat(ids(open(root, 2, 6).split(Split.VALIDATION))).isNotEqualTo(first);
        // known answer: another machine must carve the same pictures
        assertThat(first)
                .containsExactly(
                        "001.Thing/picture_2.png",
                        "001.Thing/picture_3.png",
                        "002.Thing/picture_3.png",
                        "002.Thing/picture_7.png",
                        "003.Thing/picture_6.png",
                        "003.Thing/picture_7.png");
    }

    private static List<String> ids(List<Sample> samples) {
        return samples.stream().map(Sample::id).toList();
    }

    @Test
    void at_most_a_third_of_a_class_is_carved_out() {
        assertThat(open(root, 1000, 5).split(Split.VALIDATION)).hasSize(CLASSES * 2);
        assertThat(open(root, 0, 5).split(Split.VALIDATION)).isEmpty();
    }

    @Test
    void windows_line_ends_and_a_missing_last_newline_change_nothing() throws IOException {
        String digest = open().digest();
        for (String file : List.of(
                "images.txt", "image_class_labels.txt", "train_test_split.txt", "bounding_boxes.txt", "classes.txt"))
            change(file, text -> text.replace("\n", "\r\n").stripTrailing());

        assertThat(open().digest()).isEqualTo(digest);
        assertThat(open().split(Split.TEST).get(1).boxes()).containsExactly(new Box.Sized(1, 2.5, 20, 19));
    }

    @Test
    void files_are_joined_by_id_not_by_line() throws IOException {
        String digest = open().digest();
        change("bounding_boxes.txt", text -> {
            var lines = new ArrayList<>(text.lines().toList());
            Collections.reverse(lines);
            return String.join("\n", lines);
        });

        assertThat(open().digest()).isEqualTo(digest);
    }

    @Test
    void the_digest_names_labels_boxes_and_splits() throws IOException {
        String digest = open().digest();

        assertThat(digest).matches("[0-9a-f]{64}");
        assertThat(open(root, 1, 5).digest()).isNotEqualTo(digest);
        change("bounding_boxes.txt", text -> text.replace("1 1.0 2.5", "1 1.0 2.25"));
        assertThat(open().digest()).isNotEqualTo(digest);
    }

    @Test
    void a_missing_or_empty_folder_is_named() throws IOException {
        Path empty = Files.createDirectory(root.resolve("nothing"));

        assertThatThrownBy(() -> open(root.resolve("absent"), 0, 0))
                .hasMessageContainingAll("absent", "no such folder");
        assertThatThrownBy(() -> open(empty, 0, 0)).hasMessageContainingAll("nothing", "is empty");
    }

    @Test
    void a_missing_list_is_named() throws IOException {
        Files.delete(root.resolve("train_test_split.txt"));

        assertRefused("train_test_split.txt", "is missing");
    }

    @Test
    void an_empty_list_is_named() throws IOException {
        change("bounding_boxes.txt", text -> "\n\n");

        assertRefused("bounding_boxes.txt", "is empty");
    }

    @Test
    void an_id_that_a_file_lacks_is_named_with_its_line() throws IOException {
        change("image_class_labels.txt", text -> text.replace("\n7 1\n", "\n"));

        assertRefused("image_class_labels.txt", "id 7", "images.txt line 7");
    }

    @Test
    void an_id_that_is_no_image_is_named() throws IOException {
        change("bounding_boxes.txt", text -> text + "99 1 1 5 5\n");

        assertRefused("bounding_boxes.txt", "id 99", "not in images.txt");
    }

    @Test
    void a_repeated_id_is_named_with_both_lines() throws IOException {
        change("train_test_split.txt", text -> text + "3 1\n");

        assertRefused("train_test_split.txt line 31", "id 3", "line 3");
    }

    @Test
    void a_class_that_is_not_in_the_list_is_named() throws IOException {
        change("image_class_labels.txt", text -> text.replace("\n7 1\n", "\n7 4\n"));

        assertRefused("image_class_labels.txt line 7", "class 4", "1 to 3");
    }

    @Test
    void classes_with_a_gap_are_refused() throws IOException {
        change("classes.txt", text -> text.replace("2 002", "5 002"));

        assertRefused("classes.txt", "no class 2");
    }

    @Test
    void boxes_without_area_or_with_words_are_named() throws IOException {
        change("bounding_boxes.txt", text -> text.replace("\n4 1.0 2.5 20.0", "\n4 1.0 2.5 0.0")
                .replace("\n5 1.0", "\n5 one"));

        assertRefused("bounding_boxes.txt line 4", "without area", "bounding_boxes.txt line 5", "\"one\"");
    }

    @Test
    void a_box_of_nan_is_refused() throws IOException {
        change("bounding_boxes.txt", text -> text.replace("\n4 1.0", "\n4 NaN"));

        assertRefused("bounding_boxes.txt line 4");
    }

    @Test
    void a_path_out_of_the_folder_is_refused() throws IOException {
        change("images.txt", text -> text.replace("001.Thing/picture_3.png", "../../../etc/passwd")
                .replace("001.Thing/picture_4.png", "/etc/passwd"));

        assertRefused("images.txt line 4", "images.txt line 5", "refused");
    }

    @Test
    void a_missing_image_file_is_named() throws IOException {
        Files.delete(root.resolve("images/002.Thing/picture_0.png"));

        assertRefused("images.txt line 11", "002.Thing/picture_0.png", "does not exist");
    }

    @Test
    void the_same_image_twice_is_refused() throws IOException {
        change("images.txt", text -> text.replace("picture_4.png", "picture_3.png"));

        assertRefused("images.txt line 5", "line 4");
    }

    @Test
    void no_test_or_no_training_image_is_refused() throws IOException {
        change("train_test_split.txt", text -> text.replace(" 0\n", " 1\n"));
        assertRefused("no test image");
        change("train_test_split.txt", text -> text.replace(" 1\n", " 0\n"));
        assertRefused("no train image");
    }

    @Test
    void ten_mistakes_are_told_and_the_rest_counted() throws IOException {
        change("image_class_labels.txt", text -> text.replaceAll("(?m) \\d$", " 9"));

        assertRefused("30 problems", "line 10", "and 20 more");
        assertThatThrownBy(this::open).message().doesNotContain("line 11");
    }

    @Test
    void a_box_outside_its_image_is_found_by_the_audit() throws IOException {
        change("bounding_boxes.txt", text -> text.replace("\n9 1.0 2.5 20.0", "\n9 25.0 2.5 20.0"));
        List<Sample> test = open().split(Split.TEST);

        assertThatThrownBy(() -> BoxAudit.check("things", test, Decoder.standard()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("bounding_boxes.txt line 9:", "001.Thing/picture_8.png", "40x30");
        BoxAudit.check("things", open().split(Split.TRAIN), Decoder.standard());
    }

    @Test
    void text_that_is_not_utf_8_is_refused() throws IOException {
        Files.write(root.resolve("classes.txt"), new byte[] {'1', ' ', (byte) 0xff, (byte) 0xfe});

        assertRefused("classes.txt", "UTF-8");
    }
}
