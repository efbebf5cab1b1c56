package dev.wsol.vision.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.DataRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IlsvrcDatasetTest {
    private static final String TRAIN = "ILSVRC2012_list/train.txt";
    private static final String TEST = "ILSVRC2012_list/val_folder_new.txt";

    @TempDir
    private Path root;

    @BeforeEach
    void write() throws IOException {
        Pictures.draw(
                root,
                "train/n1/n1_1.JPEG",
                "train/n1/n1_2.JPEG",
                "train/n1/n1_3.JPEG",
                "train/n2/n2_1.JPEG",
                "val/n1/v1.JPEG",
                "val/n2/v2.JPEG");
        Pictures.write(root, TRAIN, "n1/n1_1.JPEG 0\nn1/n1_2.JPEG 0\nn1/n1_3.JPEG 0\nn2/n2_1.JPEG 1");
        Pictures.write(root, TEST, "n1/v1.JPEG 0 1 2 3 4\nn2/v2.JPEG 1 1 2 3 4 5 6 7 8\n");
    }

    private DatasetSource open() {
        return Datasets.open(new DataRef(root.toString(), 1, 0));
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(this::open).isInstanceOf(DatasetException.class).hasMessageContainingAll(parts);
    }

    @Test
    void several_boxes_an_image_are_kept_in_order() {
        var data = open();

        assertThat(data.layout()).isEqualTo(Layout.ILSVRC);
        assertThat(data.split(Split.TEST).get(1).boxes())
                .containsExactly(new Box.Corners(1, 2, 3, 4), new Box.Corners(5, 6, 7, 8));
    }

    @Test
    void without_image_net_v2_validation_is_carved_from_training() {
        assertThat(open().split(Split.VALIDATION)).hasSize(1);
        assertThat(open().split(Split.TRAIN)).hasSize(3);
    }

    @Test
    void without_train_txt_the_folders_are_the_training_images() throws IOException {
        var ids = open().split(Split.TRAIN).stream().map(Sample::id).toList();
        Files.delete(root.resolve(TRAIN));

        assertThat(open().split(Split.TRAIN)).extracting(Sample::id).isEqualTo(ids);
        assertThat(open().split(Split.TRAIN)).extracting(Sample::label).containsExactly(0, 0, 1);
    }

    @Test
    void validation_images_may_lie_in_one_folder_as_they_are_published() throws IOException {
        Files.move(root.resolve("val/n2/v2.JPEG"), root.resolve("val/v2.JPEG"));

        assertThat(open().split(Split.TEST).get(1).path()).isEqualTo(root.resolve("val/v2.JPEG"));
    }

    @Test
    void image_net_v2_needs_no_mapping_and_has_its_own_length() throws IOException {
        Pictures.draw(root, "val2/0/5.jpeg");
        Pictures.write(root, "ILSVRC2012_list/val2/image_ids.txt", "val2/0/5.jpeg");
        Pictures.write(root, "ILSVRC2012_list/val2/class_labels.txt", "val2/0/5.jpeg,0");
        Pictures.write(root, "ILSVRC2012_list/val2/localization.txt", "val2/0/5.jpeg,1,2,3,4");

        assertThat(open().split(Split.VALIDATION)).extracting(Sample::id).containsExactly("val2/0/5.jpeg");
        assertThat(open().split(Split.TRAIN)).hasSize(4);
    }

    @Test
    void a_class_number_that_contradicts_the_folder_is_named() throws IOException {
        Pictures.write(root, TRAIN, "n1/n1_1.JPEG 0\nn1/n1_2.JPEG 1\n");

        assertRefused(TRAIN + " line 2", "class 1", "class 0");
    }

    @Test
    void a_box_one_pixel_wide_has_equal_corners() throws IOException {
        Pictures.write(root, TEST, "n1/v1.JPEG 0 7 2 7 9\nn2/v2.JPEG 1 5 5 5 5\n");

        assertThat(open().split(Split.TEST))
                .extracting(Sample::boxes)
                .containsExactly(List.of(new Box.Corners(7, 2, 7, 9)), List.of(new Box.Corners(5, 5, 5, 5)));
    }

    @Test
    void lines_with_half_a_box_a_word_a_negative_or_a_nan_box_are_named() throws IOException {
        Pictures.write(
                root,
                TEST,
                "n1/v1.JPEG 0 1 2 3\nn2/v2.JPEG 1 1 2 3 x\nn2/v2.JPEG 1 5 5 1 1\nn2/v2.JPEG 1 NaN 0 1 1\nn2/v2.JPEG 1\n");

        assertRefused("line 1", "line 2", "\"x\"", "line 3", "is no box", "line 4", "line 5");
    }

    @Test
    void a_class_number_beyond_reason_is_refused_before_it_makes_a_list_of_names() throws IOException {
        Pictures.write(root, TRAIN, "n1/n1_1.JPEG 2000000000\n");

        assertRefused(TRAIN + " line 1", "2000000000");
    }

    @Test
    void a_line_without_end_is_refused() throws IOException {
        Pictures.write(root, TRAIN, "x".repeat(1 << 17));

        assertRefused(TRAIN.replace("ILSVRC2012_list/", ""), "line 1", "longer than");
    }

    @Test
    void two_hundred_thousand_lines_are_read() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 200_000; i++) lines.append("n1/n1_").append(i).append(".JPEG 0\n");
        Pictures.write(root, TRAIN, lines.toString());

        var problems = new Problems("many", 3);
        var data = Datasets.open(new DataRef(root.toString(), 0, 0), problems);

        // three of them have files; all others are missing, and only counted
        assertThat(data.split(Split.TRAIN)).hasSize(3);
        assertThat(problems.count()).isEqualTo(199_997);
        assertThat(problems.told()).hasSize(3);
        assertThat(problems.told().get(0).at()).hasToString(TRAIN + " line 1");
    }
}
