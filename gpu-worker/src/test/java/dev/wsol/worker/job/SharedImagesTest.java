package dev.wsol.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.DataRef;
import dev.wsol.vision.dataset.DatasetException;
import dev.wsol.vision.dataset.DatasetSource;
import dev.wsol.vision.dataset.Datasets;
import dev.wsol.vision.image.Decoder;
import dev.wsol.worker.train.PixelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedImagesTest {
    @TempDir
    private Path dir;

    private static DatasetSource openCub(Path folder, int validationPerClass, long seed) {
        return Datasets.open(new DataRef(folder.toString(), validationPerClass, seed));
    }

    @Test
    void two_jobs_over_the_same_data_share_its_images_also_one_after_the_other() throws IOException {
        var data = openCub(TinyData.at(dir), 0, 0);
        try (var images = shared()) {
            var first = images.borrow(data, () -> false);
            try (var second = images.borrow(data, () -> false)) {
                assertThat(second.sharesWith(first)).isTrue();
            }
            first.close();
            try (var third = images.borrow(openCub(dir, 0, 0), () -> false)) {
                assertThat(third.sharesWith(first)).isTrue();
                assertThat(third.pixels().size()).isEqualTo(TinyData.TRAIN);
            }
        }
    }

    @Test
    void a_changed_file_is_decoded_again() throws IOException {
        var data = openCub(TinyData.at(dir), 0, 0);
        try (var images = shared();
                var before = images.borrow(data, () -> false)) {
            Files.copy(
                    dir.resolve("images/002.Blue/7.png"),
                    dir.resolve("images/001.Red/1.png"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(
                    dir.resolve("images/001.Red/1.png"), java.nio.file.attribute.FileTime.fromMillis(1));
            try (var after = images.borrow(data, () -> false)) {
                assertThat(after.sharesWith(before)).isFalse();
                var rgb = new byte[3 * PixelSource.SIDE * PixelSource.SIDE];
                after.pixels().copyResized(0, rgb);
                int middle = 3 * (PixelSource.SIDE / 2 * PixelSource.SIDE + PixelSource.SIDE / 2);
                assertThat(rgb[middle + 2]).as("blue").isEqualTo((byte) 255);
            }
        }
    }

    @Test
    void an_unreadable_image_is_left_out_and_the_labels_stay_with_their_images() throws IOException {
        var data = openCub(TinyData.at(dir), 0, 0);
        Files.writeString(dir.resolve("images/001.Red/2.png"), "no picture");
        try (var images = shared();
                var borrowed = images.borrow(data, () -> false)) {
            assertThat(borrowed.pixels().size()).isEqualTo(TinyData.TRAIN - 1);
            assertThat(borrowed.pixels().label(3)).isZero();
            assertThat(borrowed.pixels().label(4)).isEqualTo(1);
        }
    }

    @Test
    void data_of_which_nothing_can_be_read_is_refused() throws IOException {
        var data = openCub(TinyData.at(dir), 0, 0);
        try (var all = Files.walk(dir.resolve("images"))) {
            for (var file : all.filter(Files::isRegularFile).toList()) Files.writeString(file, "no picture");
        }
        try (var images = shared()) {
            assertThatThrownBy(() -> images.borrow(data, () -> false))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("none of its 10 training images");
        }
    }

    @Test
    void reading_ends_when_asked_to_stop() throws IOException {
        var data = openCub(TinyData.at(dir), 0, 0);
        try (var images = shared()) {
            assertThatThrownBy(() -> images.borrow(data, () -> true)).isInstanceOf(Stopped.class);
            try (var later = images.borrow(data, () -> false)) {
                assertThat(later.pixels().size()).isEqualTo(TinyData.TRAIN);
            }
        }
    }

    private SharedImages shared() {
        return new SharedImages(Decoder.standard(), 2, 1 << 30, dir);
    }
}
