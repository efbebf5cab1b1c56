package dev.wsol.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageCacheTest {
    private static final long IN_MEMORY = 1L << 30;
    private static final long IN_A_FILE = 0;
    private static final ImageCache.Progress QUIETLY = (done, total, rejected) -> {};

    @TempDir
    private Path folder;

    private Path picture(String name, int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        var random = new Random(width * 1000L + height);
        for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) image.setRGB(x, y, random.nextInt());
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private ImageCache.Plan plan(long memoryBytes) {
        return new ImageCache.Plan(32, 24, Decoder.standard(), 3, memoryBytes, folder.resolve("spill"));
    }

    private List<Path> twentyPicturesAndTwoBadOnes() throws IOException {
        var files = new ArrayList<Path>();
        for (int i = 0; i < 20; i++) files.add(picture("p" + i + ".png", 20 + i, 60 - i));
        files.add(5, Files.writeString(folder.resolve("bad.jpg"), "not a picture"));
        files.add(folder.resolve("absent.png"));
        return files;
    }

    @ParameterizedTest
    @ValueSource(longs = {IN_MEMORY, IN_A_FILE})
    void cached_pictures_are_the_decoded_and_resized_files(long memory) throws Exception {
        List<Path> files = twentyPicturesAndTwoBadOnes();

        try (var cache = ImageCache.fill(files, plan(memory), QUIETLY)) {
            assertThat(cache.count()).isEqualTo(22);
            for (int i = 0; i < files.size(); i++) {
                if (!cache.has(i)) continue;
                Pixels full = Decoder.standard().decode(files.get(i));
                assertThat(cache.pixels(i)).isEqualTo(full.resize(32, 24));
                assertThat(cache.originalSize(i)).isEqualTo(full.size());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {IN_MEMORY, IN_A_FILE})
    void unusable_pictures_are_named_in_order_and_have_no_pixels(long memory) throws Exception {
        List<Path> files = twentyPicturesAndTwoBadOnes();

        try (var cache = ImageCache.fill(files, plan(memory), QUIETLY)) {
            assertThat(cache.rejected())
                    .containsExactly(
                            new Rejected(files.get(5), "is neither JPEG nor PNG"),
                            new Rejected(files.get(21), "does not exist"));
            assertThat(cache.has(5)).isFalse();
            assertThatThrownBy(() -> cache.copy(5, new byte[cache.bytesEach()])).hasMessageContaining("rejected");
        }
    }

    @Test
    void progress_counts_every_picture_once_and_in_step() throws Exception {
        var seen = new ArrayList<Integer>();
        try (var cache = ImageCache.fill(twentyPicturesAndTwoBadOnes(), plan(IN_MEMORY), (done, total, rejected) -> {
            seen.add(done);
            if (done == total) assertThat(rejected).isEqualTo(2);
        })) {
            assertThat(seen).hasSize(22).isSorted();
            assertThat(cache.rejected()).hasSize(2);
        }
    }

    @Test
    void a_large_cache_leaves_no_file_behind() throws Exception {
        try (var cache = ImageCache.fill(twentyPicturesAndTwoBadOnes(), plan(IN_A_FILE), QUIETLY)) {
            assertThat(cache.count()).isEqualTo(22);
        }
        assertThat(folder.resolve("spill")).isEmptyDirectory();
    }

    @Test
    void an_exception_in_the_progress_ends_the_filling_and_leaves_nothing_behind() throws Exception {
        List<Path> files = twentyPicturesAndTwoBadOnes();

        assertThatThrownBy(() -> ImageCache.fill(files, plan(IN_A_FILE), (done, total, rejected) -> {
                    if (done == 3) throw new CancellationException("enough");
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(folder.resolve("spill")).isEmptyDirectory();
    }

    @Test
    void a_file_that_spans_several_mappings_reads_back_what_was_written() {
        var store = new CacheStore.Mapped(11, 3, folder.resolve("spill"), 7); // two records a mapping
        for (int i = 10; i > 0; i--) store.write(i, new byte[] {(byte) i, 1, 2});
        store.seal();

        var into = new byte[3];
        for (int i = 1; i < 11; i++) {
            store.read(i, into);
            assertThat(into).containsExactly(i, 1, 2);
        }
        store.close();
    }

    @Test
    void a_folder_that_cannot_be_written_is_named() throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file");
        var plan = new ImageCache.Plan(32, 24, Decoder.standard(), 1, 0, blocked);

        assertThatThrownBy(() -> ImageCache.fill(List.of(picture("p.png", 5, 5)), plan, QUIETLY))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("blocked");
    }

    @Test
    void no_files_make_an_empty_cache() throws InterruptedException {
        try (var cache = ImageCache.fill(List.of(), plan(IN_A_FILE), QUIETLY)) {
            assertThat(cache.count()).isZero();
        }
    }
}
