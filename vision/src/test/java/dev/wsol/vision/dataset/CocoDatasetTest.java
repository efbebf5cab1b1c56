package dev.wsol.vision.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.DataRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoDatasetTest {
    private static final String TRAIN = "annotations/instances_train2017.json";
    private static final String CATEGORIES =
            "'categories':[{'id':18,'name':'dog','supercategory':'animal'},{'id':2,'name':'cat'}]";

    @TempDir
    private Path root;

    @BeforeEach
    void write() throws IOException {
        Pictures.draw(
                root, "train2017/a.jpg", "train2017/b.jpg", "train2017/c.jpg", "train2017/d.jpg", "val2017/e.jpg");
        train("{'image_id':7,'category_id':18,'bbox':[1.5,2,10,12],'iscrowd':0,'id':1,"
                + "'segmentation':[[1,2,3,4],{'counts':[1,2]}]},"
                + "{'image_id':8,'category_id':2,'bbox':[1,2,3,4],'id':2},{'image_id':8,'category_id':18,'bbox':[1,2,3,4]},"
                + "{'image_id':9,'category_id':2,'bbox':[0,0,40,30],'iscrowd':1,'segmentation':{'counts':'x'}},"
                + "{'image_id':9,'category_id':2,'bbox':[3,3,4,4],'iscrowd':0}");
        Pictures.write(
                root,
                "annotations/instances_val2017.json",
                json("{" + CATEGORIES + ",'images':[{'id':1,'file_name':'e.jpg'}],"
                        + "'annotations':[{'image_id':1,'category_id':2,'bbox':[1,1,2,2]}]}"));
        Pictures.write(root, "annotations/captions_train2017.json", "no json");
    }

    private void train(String annotations) throws IOException {
        // the lists in an order that needs all of them before they can be joined
        Pictures.write(
                root,
                TRAIN,
                json("{'info':{'x':[1]},'annotations':[" + annotations + "],\n'images':[{'id':7,'file_name':'a.jpg',"
                        + "'width':40,'height':30},{'id':8,'file_name':'b.jpg'},{'id':9,'file_name':'c.jpg'},"
                        + "{'id':10,'file_name':'d.jpg'}],\n" + CATEGORIES + "}"));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private DatasetSource open() {
        return Datasets.open(new DataRef(root.toString(), 0, 0));
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(this::open).isInstanceOf(DatasetException.class).hasMessageContainingAll(parts);
    }

    @Test
    void boxes_are_position_and_size_and_labels_follow_the_category_ids() {
        var data = open();

        assertThat(data.layout()).isEqualTo(Layout.COCO);
        assertThat(data.classes()).containsExactly("cat", "dog");
        var first = data.split(Split.TRAIN).get(0);
        assertThat(first.id()).isEqualTo("train2017/a.jpg");
        assertThat(first.label()).isEqualTo(1);
        assertThat(first.boxes()).containsExactly(new Box.Sized(1.5, 2, 10, 12));
    }

    @Test
    void images_of_several_classes_or_none_are_left_out_and_crowds_have_no_box() {
        var data = open();

        assertThat(data.split(Split.TRAIN))
                .extracting(Sample::id)
                .containsExactly("train2017/a.jpg", "train2017/c.jpg");
        assertThat(data.split(Split.TRAIN).get(1).boxes()).containsExactly(new Box.Sized(3, 3, 4, 4));
        assertThat(data.notes())
                .contains(
                        "1 images with objects of several classes are left out",
                        "1 images without a usable object are left out");
        assertThat(data.split(Split.TEST)).extracting(Sample::id).containsExactly("val2017/e.jpg");
    }

    @Test
    void lists_beside_the_images_are_read_too() throws IOException {
        var other = root.resolve("export");
        Pictures.draw(other, "train/a.jpg", "valid/b.jpg", "test/c.jpg");
        for (String[] part : new String[][] {{"train", "a"}, {"valid", "b"}, {"test", "c"}})
            Pictures.write(
                    other,
                    part[0] + "/_annotations.coco.json",
                    json("{" + CATEGORIES + ",'images':[{'id':1,'file_name':'" + part[1] + ".jpg'}],"
                            + "'annotations':[{'image_id':1,'category_id':2,'bbox':[1,1,2,2]}]}"));

        var data = Datasets.open(new DataRef(other.toString(), 0, 0));

        for (Split split : Split.values()) assertThat(data.split(split)).hasSize(1);
    }

    /** COCO gives sides, not last pixels: one pixel is 1 wide, and 0 is nothing. */
    @Test
    void a_box_one_pixel_wide_is_taken_and_one_of_none_is_refused() throws IOException {
        train("{'image_id':7,'category_id':18,'bbox':[3,4,1,1]}");
        assertThat(open().split(Split.TRAIN).get(0).boxes()).containsExactly(new Box.Sized(3, 4, 1, 1));

        train("{'image_id':7,'category_id':18,'bbox':[3,4,0,5]}");
        assertRefused(TRAIN, "without area");
    }

    @Test
    void bad_boxes_and_strangers_are_named() throws IOException {
        train("{'image_id':7,'category_id':18,'bbox':[1,2,-3,4],'id':41},{'image_id':7,'category_id':18,'id':42},"
                + "{'image_id':77,'category_id':2,'bbox':[1,2,3,4]},{'image_id':7,'category_id':5,'bbox':[1,2,3,4]},"
                + "{'image_id':7,'category_id':2,'bbox':[1,2,1e999,4],'id':43},17,"
                + "{'image_id':7,'category_id':2,'bbox':[1,[2,3],3,4],'id':44}");

        assertRefused(
                TRAIN,
                "\"41\"",
                "without area",
                "\"42\"",
                "four numbers",
                "image 77",
                "category 5",
                "\"43\"",
                "no JSON object",
                "\"44\"");
    }

    @Test
    void a_file_cut_off_is_named_with_its_line() throws IOException {
        String text = Files.readString(root.resolve(TRAIN));
        Files.writeString(root.resolve(TRAIN), text.substring(0, text.length() - 30));

        assertRefused("instances_train2017.json", "no COCO file", "line 3");
    }

    @Test
    void nesting_without_end_is_refused() throws IOException {
        Files.writeString(root.resolve(TRAIN), "{\"annotations\":" + "[".repeat(100_000));

        assertRefused("instances_train2017.json", "no COCO file");
    }

    @Test
    void a_file_name_that_leads_out_is_refused() throws IOException {
        String text = Files.readString(root.resolve(TRAIN));
        Files.writeString(root.resolve(TRAIN), text.replace("a.jpg", "../../a.jpg"));

        assertRefused(TRAIN + " image 7", "refused");
    }
}
