package dev.wsol.vision.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.DataRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersDatasetTest {
    @TempDir
    private Path root;

    private DatasetSource open() {
        return Datasets.open(new DataRef(root.toString(), 0, 0));
    }

    @Test
    void classes_are_folders_in_the_order_of_their_names() throws IOException {
        Pictures.draw(root, "dog/2.jpg", "dog/1.JPEG", "cat/deep/er/1.png", ".hidden/1.png", "dog/.2.jpg");
        Pictures.write(root, "dog/notes.txt", "no image");

        var data = open();

        assertThat(data.layout()).isEqualTo(Layout.FOLDERS);
        assertThat(data.classes()).containsExactly("cat", "dog");
        assertThat(data.split(Split.TRAIN))
                .extracting(Sample::id)
                .containsExactly("cat/deep/er/1.png", "dog/1.JPEG", "dog/2.jpg");
        assertThat(data.split(Split.TEST)).isEmpty();
        assertThat(data.notes()).anyMatch(note -> note.startsWith("1 files"));
    }

    @Test
    void train_val_and_test_folders_are_the_parts() throws IOException {
        Pictures.draw(root, "train/a/1.jpg", "train/b/1.jpg", "valid/a/1.jpg", "test/b/1.jpg");

        assertThat(open().split(Split.TRAIN)).extracting(Sample::id).containsExactly("train/a/1.jpg", "train/b/1.jpg");
        assertThat(open().split(Split.VALIDATION)).extracting(Sample::label).containsExactly(0);
        assertThat(open().split(Split.TEST)).extracting(Sample::label).containsExactly(1);
    }

    @Test
    void a_class_that_was_never_trained_is_a_mistake() throws IOException {
        Pictures.draw(root, "train/a/1.jpg", "test/c/1.jpg");

        assertThatThrownBy(this::open).hasMessageContainingAll("test/c", "no training images");
    }

    @Test
    void a_class_folder_may_be_a_link_to_a_folder_inside() throws IOException {
        Pictures.draw(root, "a/1.jpg", ".kept/owls/2.jpg");
        Files.createSymbolicLink(root.resolve("b"), Path.of(".kept/owls"));

        assertThat(open().split(Split.TRAIN)).extracting(Sample::id).containsExactly("a/1.jpg", "b/2.jpg");
    }

    @Test
    void links_out_of_the_folder_are_refused() throws IOException {
        Pictures.draw(root, "data/a/1.jpg", "elsewhere/2.jpg");
        Files.createSymbolicLink(root.resolve("data/a/2.jpg"), root.resolve("elsewhere/2.jpg"));
        Files.createSymbolicLink(root.resolve("data/b"), root.resolve("elsewhere"));

        assertThatThrownBy(() -> Datasets.open(new DataRef(root.resolve("data").toString(), 0, 0)))
                .hasMessageContainingAll("a/2.jpg", "b: ", "out of the data set");
    }

    @Test
    void a_folder_of_nothing_known_is_told_what_was_looked_for() throws IOException {
        Pictures.write(root, "readme.txt", "hello");

        assertThatThrownBy(this::open)
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("not recognised", "cub", "ilsvrc", "wsol", "voc", "coco", "folders");
    }

    @Test
    void a_folder_above_the_data_set_is_recognised_as_such() throws IOException {
        Pictures.write(root, "VOC/ImageSets/Main/train.txt", "");
        Files.createDirectories(root.resolve("VOC/Annotations"));

        assertThatThrownBy(this::open).hasMessageContainingAll("VOC looks like one");
    }

    @Test
    void a_folder_of_other_data_sets_is_not_taken_for_classes() throws IOException {
        Pictures.draw(root, "sets/cub/images/a/1.jpg", "sets/more/1.jpg");
        Pictures.write(root, "sets/cub/images.txt", "1 a/1.jpg");
        Pictures.write(root, "sets/cub/train_test_split.txt", "1 1");

        assertThatThrownBy(() -> Datasets.open(new DataRef(root.resolve("sets").toString(), 0, 0)))
                .hasMessageContainingAll("not recognised", "cub looks like one");
    }

    @Test
    void every_layout_that_a_job_may_name_is_there_and_no_other() {
        assertThat(Layout.values()).extracting(Layout::label).isEqualTo(DataRef.LAYOUTS);
    }
}
