package dev.wsol.vision.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.DataRef;
import dev.wsol.vision.image.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WsolMetadataTest {
    @TempDir
    private Path dir;

    private Path lists;

    /** Masks as OpenImages30k has them, without a newline at the end of any file. */
    @BeforeEach
    void writeOpenImages() throws IOException {
        lists = dir.resolve("metadata/OpenImages");
        var images = dir.resolve("dataset/OpenImages");
        Pictures.draw(
                images,
                "train/0bt/a.jpg",
                "train/0bt/b.jpg",
                "test/0bt/c.jpg",
                "test/0bt/c_m1.png",
                "test/0bt/c_m2.png",
                "test/0bt/c_ignore.png",
                "test/0cc/d.jpg",
                "test/0cc/d_m.png");
        Pictures.write(lists, "train/image_ids.txt", "train/0bt/a.jpg\ntrain/0bt/b.jpg");
        Pictures.write(lists, "train/image_ids_proxy.txt", "train/0bt/b.jpg");
        Pictures.write(lists, "train/class_labels.txt", "train/0bt/a.jpg,0\ntrain/0bt/b.jpg,0");
        Pictures.write(lists, "train/image_sizes.txt", "");
        Pictures.write(lists, "train/localization.txt", "");
        Pictures.write(lists, "test/image_ids.txt", "test/0bt/c.jpg\ntest/0cc/d.jpg");
        Pictures.write(lists, "test/class_labels.txt", "test/0bt/c.jpg,0\ntest/0cc/d.jpg,1");
        Pictures.write(lists, "test/image_sizes.txt", "");
        Pictures.write(
                lists,
                "test/localization.txt",
                "test/0bt/c.jpg,test/0bt/c_m1.png,test/0bt/c_ignore.png\ntest/0cc/d.jpg,test/0cc/d_m.png,\n"
                        + "test/0bt/c.jpg,test/0bt/c_m2.png,");
    }

    private DataRef ref() {
        return new DataRef(lists.toString(), 0, 0);
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Datasets.open(ref()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void masks_are_found_beside_the_images_of_the_folder_next_door() {
        var data = Datasets.open(ref());

        assertThat(data.layout()).isEqualTo(Layout.WSOL);
        assertThat(data.classes()).containsExactly("0bt", "0cc");
        assertThat(data.split(Split.TRAIN))
                .hasSize(2)
                .allMatch(s -> s.boxes().isEmpty() && s.masks().isEmpty());
        var masks = data.split(Split.TEST).get(0).masks();
        assertThat(masks.objectFiles())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("c_m1.png", "c_m2.png");
        assertThat(masks.objectFiles()).allMatch(Files::exists);
        assertThat(masks.ignoredFile())
                .hasValueSatisfying(file -> assertThat(file).exists());
        assertThat(data.split(Split.TEST).get(1).masks().ignoredFile()).isEmpty();
        assertThat(data.notes()).anyMatch(note -> note.contains("no val part"));
    }

    @Test
    void images_in_an_unexpected_place_are_asked_for() throws IOException {
        Files.move(dir.resolve("dataset"), dir.resolve("pictures"));

        var problems = new Problems("set", 100);
        Datasets.open(ref(), problems);
        assertThat(problems.told()).anyMatch(p -> p.message().contains("--images"));
        assertThat(Datasets.open(ref().withImages(
                                        dir.resolve("pictures/OpenImages").toString()))
                        .split(Split.TEST))
                .hasSize(2);
    }

    @Test
    void the_digest_names_the_masks() throws IOException {
        String digest = Datasets.open(ref()).digest();

        Pictures.write(
                lists, "test/localization.txt", "test/0bt/c.jpg,test/0bt/c_m1.png,\ntest/0cc/d.jpg,test/0cc/d_m.png,");

        assertThat(Datasets.open(ref()).digest()).isNotEqualTo(digest);
    }

    @Test
    void the_proxy_list_is_used_on_request() throws IOException {
        var proxy = new DataRef(lists.toString(), "", "", true, 0, 0);

        assertThat(Datasets.open(proxy).split(Split.TRAIN))
                .extracting(Sample::id)
                .containsExactly("train/0bt/b.jpg");
        Files.delete(lists.resolve("train/image_ids_proxy.txt"));
        assertThatThrownBy(() -> Datasets.open(proxy)).hasMessageContaining("image_ids_proxy.txt");
    }

    @Test
    void a_missing_mask_is_named_with_line_and_image() throws IOException {
        Files.delete(dir.resolve("dataset/OpenImages/test/0bt/c_m2.png"));

        assertRefused("test/localization.txt line 1", "c_m2.png", "test/0bt/c.jpg");
    }

    @Test
    void an_ignore_mask_after_the_first_line_of_its_image_is_refused() throws IOException {
        Pictures.write(lists, "test/localization.txt", "a,m1.png,\na,m2.png,ignore.png");

        assertRefused("test/localization.txt line 2", "first line");
    }

    @Test
    void paths_out_of_the_folder_are_refused_in_ids_and_masks() throws IOException {
        Pictures.write(lists, "test/image_ids.txt", "../../secret.jpg\ntest/0cc/d.jpg");
        assertRefused("test/image_ids.txt line 1", "refused");
        Pictures.write(lists, "test/image_ids.txt", "test/0bt/c.jpg\ntest/0cc/d.jpg");
        Pictures.write(lists, "test/localization.txt", "test/0bt/c.jpg,/etc/passwd,\ntest/0cc/d.jpg,../d_m.png,");
        assertRefused("test/localization.txt line 1", "line 2", "refused");
    }

    @Test
    void a_link_out_of_the_image_folder_is_refused() throws IOException {
        var secret = Files.writeString(dir.resolve("secret"), "secret");
        var image = dir.resolve("dataset/OpenImages/train/0bt/a.jpg");
        Files.delete(image);
        Files.createSymbolicLink(image, secret);

        assertRefused("train/image_ids.txt line 1", "link out");
    }

    @Test
    void one_split_can_be_read_without_any_image() throws IOException {
        Pictures.write(dir, "flat/image_ids.txt", "a/b.jpg\nc.jpg");
        Pictures.write(dir, "flat/class_labels.txt", "c.jpg,1\na/b.jpg,0");
        Pictures.write(dir, "flat/image_sizes.txt", "a/b.jpg,40,30\nc.jpg,1,1");
        Pictures.write(dir, "flat/localization.txt", "c.jpg,0,0,1,1\na/b.jpg,1,2,3,4\na/b.jpg,5,6,7,8");

        var own = WsolMetadata.read(dir.resolve("flat"), "test");

        assertThat(own.rows()).extracting(WsolMetadata.Row::id).containsExactly("a/b.jpg", "c.jpg");
        var first = own.rows().get(0);
        assertThat(first.label()).isZero();
        assertThat(first.annotation().boxes())
                .containsExactly(new Box.Corners(1, 2, 3, 4), new Box.Corners(5, 6, 7, 8));
        assertThat(first.annotation().size()).isEqualTo(Optional.of(new Size(40, 30)));
        assertThat(first.origin()).hasToString("localization.txt line 2");
        assertThat(WsolMetadata.read(lists, "test").rows()).hasSize(2);
        assertThatThrownBy(() -> WsolMetadata.read(lists, "val")).hasMessageContainingAll("val", "image_ids.txt");
    }

    @Test
    void ids_that_a_list_lacks_repeats_or_invents_are_named() throws IOException {
        Pictures.write(lists, "test/image_ids.txt", "test/0bt/c.jpg\ntest/0cc/d.jpg\ntest/0cc/d.jpg\nx.jpg");
        Pictures.write(lists, "test/class_labels.txt", "test/0bt/c.jpg,0\ntest/0cc/d.jpg,1\nstranger.jpg,1\nbad,-1");

        assertRefused(
                "test/image_ids.txt line 3",
                "twice",
                "test/image_ids.txt line 4",
                "stranger.jpg",
                "class -1",
                "line 4");
    }

    @Test
    void a_list_size_that_the_file_does_not_have_is_a_problem() throws IOException {
        Pictures.write(lists, "test/image_sizes.txt", "test/0bt/c.jpg,40,30\ntest/0cc/d.jpg,30,40");
        var samples = Datasets.open(ref()).split(Split.TEST);

        assertThat(samples.get(0).boxProblem(new Size(40, 30))).isEmpty();
        assertThat(samples.get(1).boxProblem(new Size(40, 30)))
                .hasValueSatisfying(p -> assertThat(p.message()).contains("30x40", "40x30"));
    }
}
