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

class VocDatasetTest {
    @TempDir
    private Path root;

    @BeforeEach
    void write() throws IOException {
        Pictures.draw(root, "JPEGImages/01.jpg", "JPEGImages/02.png", "JPEGImages/03.jpg", "JPEGImages/04.jpg");
        annotate("01", object("dog", 0, "1 1 40 30") + object("dog", 0, "2.0 3 20 10"));
        annotate("02", object("cat", 0, "5 5 9 9") + object("dog", 1, "1 1 3 3"));
        annotate("03", object("cat", 0, "5 5 9 9") + object("dog", 0, "1 1 3 3"));
        annotate("04", object("dog", 0, "5 5 9 9"));
        Pictures.write(root, "ImageSets/Main/train.txt", "01\n02\n03\n");
        Pictures.write(root, "ImageSets/Main/val.txt", "04");
        Pictures.write(root, "ImageSets/Main/dog_train.txt", "01 1\n02 -1\n");
    }

    private static String object(String name, int difficult, String corners) {
        String[] c = corners.split(" ");
        return ("<object><name>%s</name><difficult>%d</difficult><bndbox><xmax>%s</xmax><xmin>%s</xmin>"
                        + "<ymin>%s</ymin><ymax>%s</ymax></bndbox><part><name>head</name><bndbox><xmin>1</xmin>"
                        + "</bndbox></part></object>")
                .formatted(name, difficult, c[2], c[0], c[1], c[3]);
    }

    private void annotate(String id, String objects) throws IOException {
        Pictures.write(
                root,
                "Annotations/" + id + ".xml",
                "<annotation>\n<filename>../../" + id + ".jpg</filename>\n<size><width>40</width><height>30</height>"
                        + "<depth>3</depth></size>" + objects + "</annotation>");
    }

    private DatasetSource open() {
        return Datasets.open(new DataRef(root.toString(), 0, 0));
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(this::open).isInstanceOf(DatasetException.class).hasMessageContainingAll(parts);
    }

    @Test
    void corners_count_from_zero_and_classes_come_from_the_objects() {
        var data = open();

        assertThat(data.layout()).isEqualTo(Layout.VOC);
        assertThat(data.classes()).containsExactly("cat", "dog");
        var first = data.split(Split.TRAIN).get(0);
        assertThat(first.boxes()).containsExactly(new Box.Corners(0, 0, 39, 29), new Box.Corners(1, 2, 19, 9));
        assertThat(first.label()).isEqualTo(1);
        assertThat(first.annotation().size()).isEqualTo(Optional.of(new Size(40, 30)));
    }

    @Test
    void images_of_several_classes_are_left_out_and_difficult_objects_say_nothing() {
        var data = open();

        assertThat(data.split(Split.TRAIN)).extracting(Sample::id).containsExactly("01", "02");
        assertThat(data.split(Split.TRAIN).get(1).boxes()).containsExactly(new Box.Corners(4, 4, 8, 8));
        assertThat(data.notes()).contains("1 images with objects of several classes are left out");
    }

    @Test
    void val_is_scored_where_there_is_no_test_list() throws IOException {
        assertThat(open().split(Split.TEST)).extracting(Sample::id).containsExactly("04");

        Pictures.write(root, "ImageSets/Main/test.txt", "01");
        Pictures.write(root, "ImageSets/Main/train.txt", "02");
        assertThat(open().split(Split.VALIDATION)).extracting(Sample::id).containsExactly("04");
        assertThat(open().split(Split.TEST)).extracting(Sample::id).containsExactly("01");
    }

    @Test
    void a_box_one_pixel_high_has_equal_corners() throws IOException {
        annotate("02", object("cat", 0, "5 9 9 9"));

        assertThat(open().split(Split.TRAIN).get(1).boxes()).containsExactly(new Box.Corners(4, 8, 8, 8));
    }

    @Test
    void trainval_brings_no_validation_image_into_training() throws IOException {
        Files.delete(root.resolve("ImageSets/Main/train.txt"));
        Pictures.write(root, "ImageSets/Main/trainval.txt", "01\n02\n04\n");
        Pictures.write(root, "ImageSets/Main/test.txt", "03");
        annotate("03", object("cat", 0, "5 5 9 9"));

        var data = open();

        assertThat(data.split(Split.TRAIN)).extracting(Sample::id).containsExactly("01", "02");
        assertThat(data.split(Split.VALIDATION)).extracting(Sample::id).containsExactly("04");
        assertThat(data.notes()).anyMatch(n -> n.contains("trainval.txt has beyond the 1 images of val.txt"));

        Files.delete(root.resolve("ImageSets/Main/val.txt"));
        assertThat(open().split(Split.TRAIN)).extracting(Sample::id).containsExactly("01", "02", "04");
    }

    @Test
    void an_entity_bomb_is_refused_unread() throws IOException {
        var bomb = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE annotation [<!ENTITY a0 \"lol\">");
        for (int i = 1; i < 12; i++)
            bomb.append("<!ENTITY a%d \"%s\">".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
        Pictures.write(root, "Annotations/01.xml", bomb + "]><annotation><x>&a11;</x></annotation>");

        assertRefused("Annotations/01.xml", "DTD");
    }

    @Test
    void an_external_entity_is_refused() throws IOException {
        var secret = Files.writeString(root.resolve("secret"), "the secret");
        Pictures.write(
                root,
                "Annotations/01.xml",
                "<!DOCTYPE annotation [<!ENTITY s SYSTEM \"" + secret.toUri()
                        + "\">]><annotation><object><name>&s;</name>" + "</object></annotation>");

        assertThatThrownBy(this::open)
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("Annotations/01.xml")
                .message()
                .doesNotContain("the secret");
    }

    @Test
    void broken_files_and_boxes_are_named() throws IOException {
        Pictures.write(root, "Annotations/01.xml", "<annotation>\n<object></annotation>");
        annotate("02", object("cat", 0, "9 9 5 5"));
        Pictures.write(root, "Annotations/03.xml", "<svg/>");
        Files.delete(root.resolve("Annotations/04.xml"));

        assertRefused(
                "Annotations/01.xml line 2",
                "Annotations/02.xml",
                "is no box",
                "Annotations/03.xml",
                "<svg>",
                "04.xml",
                "ImageSets/Main/val.txt line 1");
    }

    @Test
    void an_id_that_leads_out_of_the_folder_is_refused() throws IOException {
        Pictures.write(root, "ImageSets/Main/train.txt", "../../x\n01");

        assertRefused("ImageSets/Main/train.txt line 1", "refused");
    }
}
