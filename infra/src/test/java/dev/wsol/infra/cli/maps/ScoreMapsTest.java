package dev.wsol.infra.cli.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreMapsTest {
    @TempDir
    private Path folder;

    private Path maps;

    /** Two images of 40 x 20 pixels, their object in the upper left quarter, and maps of 4 x 8 that see it. */
    @BeforeEach
    void two_images_with_good_maps() throws IOException {
        maps = folder.resolve("maps");
        metadata("test", "a/one.jpg", "b/two.png");
        map("a/one.jpg.npy");
        map("b/two.npy");
    }

    @Test
    void maps_of_any_size_and_either_file_name_are_scored() throws Exception {
        var got = run("--protocol", "maxboxacc", "--json").json();
        assertThat(got.get("images").asInt()).isEqualTo(2);
        assertThat(got.get("maxBoxAcc").get("70").asDouble()).isEqualTo(100);
        assertThat(got.get("skipped").asInt()).isZero();
    }

    @Test
    void several_protocols_give_an_array_in_the_order_asked_for() throws Exception {
        var got = run("--protocol", "maxboxacc-v2,ts-cam-cub", "--json").json();
        assertThat(got.findValuesAsText("protocol")).containsExactly("maxboxacc-v2", "ts-cam-cub");
        assertThat(got.get(0).get("maxBoxAccV2").asDouble()).isEqualTo(100);
        assertThat(got.get(1).get("bestThreshold").get("50").asDouble()).isEqualTo(0.1);
    }

    @Test
    void one_thread_and_many_give_the_same_answer() throws Exception {
        var one = run("--protocol", "maxboxacc", "--threads", "1", "--json").json();
        assertThat(run("--protocol", "maxboxacc", "--threads", "5", "--json").json())
                .isEqualTo(one);
    }

    @Test
    void a_threshold_is_chosen_on_validation_maps_where_the_protocol_says_so() throws Exception {
        metadata("val", "v/three.jpg");
        double[] faint = object();
        for (int i = 0; i < faint.length; i++) faint[i] = faint[i] == 1 ? 1 : 0.505; // only above .5 is there an object
        NpyFile.write(maps.resolve("v/three.jpg.npy"), faint, 4, 8);
        var got = run("--protocol", "deployed", "--json").json();
        assertThat(got.get("bestThreshold").get("50").asDouble()).isEqualTo(0.51);
        assertThat(got.get("maxBoxAcc").get("50").asDouble()).isEqualTo(100);
    }

    @Test
    void a_protocol_that_needs_validation_maps_is_refused_without_them() {
        assertThat(run("--protocol", "deployed")).satisfies(refused(2, "deployed", "val/image_ids.txt"));
    }

    @Test
    void a_protocol_of_predicted_classes_is_refused_because_maps_predict_nothing() {
        assertThat(run("--protocol", "scm")).satisfies(refused(2, "scm", "predict"));
    }

    @Test
    void another_split_is_another_protocol() throws Exception {
        metadata("val", "a/one.jpg");
        var test = run("--protocol", "maxboxacc", "--json").json();
        var val = run("--protocol", "maxboxacc", "--split", "val", "--json").json();
        assertThat(val.get("protocol").asText()).isEqualTo("maxboxacc-val");
        assertThat(val.get("digest")).isNotEqualTo(test.get("digest"));
    }

    @Test
    void every_kind_of_bad_map_is_named_with_its_id_and_nothing_is_scored() throws Exception {
        var ids =
                List.of("nan.jpg", "inf.jpg", "below.jpg", "above.jpg", "cube.jpg", "none.jpg", "text.jpg", "both.jpg");
        metadata("test", ids.toArray(String[]::new));
        bad("nan.jpg", Double.NaN);
        bad("inf.jpg", Double.POSITIVE_INFINITY);
        bad("below.jpg", -0.001);
        bad("above.jpg", 1.001);
        NpyFile.write(maps.resolve("cube.jpg.npy"), object(), 2, 2, 8);
        Files.writeString(maps.resolve("text.jpg.npy"), "no array");
        map("both.jpg.npy");
        map("both.npy");
        var got = run("--protocol", "maxboxacc");
        assertThat(got).satisfies(refused(1, "8 problems", "--skip-bad"));
        for (var id : ids) assertThat(got.err()).contains(id + ": ");
        assertThat(got.err())
                .contains("NaN", "Infinity", "-0.001", "1.001", "[2, 2, 8]", "there is no map", "two maps");
        assertThat(got.out()).isEmpty();
    }

    @Test
    void more_than_ten_problems_are_told_as_ten_and_a_number() throws Exception {
        var ids = new String[13];
        Arrays.setAll(ids, i -> "missing" + i + ".jpg");
        metadata("test", ids);
        var got = run("--protocol", "maxboxacc");
        assertThat(got.err())
                .contains("13 problems", "missing9.jpg", "and 3 more")
                .doesNotContain("missing10.jpg");
    }

    @Test
    void bad_images_are_left_out_and_counted_when_asked_for() throws Exception {
        metadata("test", "a/one.jpg", "gone.jpg", "b/two.png");
        var out = folder.resolve("out");
        var got = run("--protocol", "maxboxacc", "--skip-bad", "--json", "--out", out.toString());
        assertThat(got.json().get("images").asInt()).isEqualTo(2);
        assertThat(got.json().get("skipped").asInt()).isEqualTo(1);
        assertThat(got.err()).contains("1 problem", "gone.jpg");
        assertThat(out.resolve("skipped.txt")).content().contains("gone.jpg");
        assertThat(out.resolve("scores.json")).content().contains("maxBoxAcc");
        assertThat(out.resolve("curves.csv")).content().contains("maxboxacc,50,0.0,");
    }

    @Test
    void maps_of_no_image_of_the_split_are_told_and_change_nothing() throws Exception {
        var alone = run("--protocol", "maxboxacc", "--json");
        assertThat(alone.err()).doesNotContain("warning");
        for (var name : List.of("a/two.jpg.npy", "c/one.npy", "x1.npy", "x2.npy", "x3.npy", "x4.npy")) map(name);
        var got = run("--protocol", "maxboxacc", "--json");
        assertThat(got.err())
                .contains("6 maps are of no image of the test split", "a/two.jpg.npy, c/one.npy, x1.npy", "x3.npy, ...")
                .doesNotContain("x4.npy");
        assertThat(got.json()).isEqualTo(alone.json());
    }

    @Test
    void an_id_that_stands_twice_or_has_no_box_is_a_problem_of_the_lists() throws Exception {
        metadata("test", "a/one.jpg", "b/two.png", "a/one.jpg");
        var split = folder.resolve("metadata/test");
        Files.writeString(split.resolve("localization.txt"), "a/one.jpg,0,0,19,9\n");
        Files.writeString(split.resolve("class_labels.txt"), "a/one.jpg,0\nb/two.png,0\n");
        Files.writeString(split.resolve("image_sizes.txt"), "a/one.jpg,40,20\nb/two.png,40,20\n");
        assertThat(run("--protocol", "maxboxacc"))
                .satisfies(refused(1, "2 problems", "a/one.jpg stands twice", "b/two.png is not in localization.txt"));
    }

    @Test
    void a_split_without_boxes_or_masks_is_one_mistake() throws Exception {
        Files.writeString(folder.resolve("metadata/test/localization.txt"), "");
        assertThat(run("--protocol", "maxboxacc")).satisfies(refused(1, "has no boxes", "localization.txt"));
        assertThat(run("--protocol", "pxap")).satisfies(refused(1, "has no masks"));
    }

    @Test
    void an_unreadable_mask_is_named_with_its_image() throws Exception {
        var split = folder.resolve("metadata/test");
        Files.writeString(split.resolve("localization.txt"), "a/one.jpg,a/one_m.png,\nb/two.png,b/two_m.png,\n");
        Files.createDirectories(folder.resolve("images/a"));
        Files.writeString(folder.resolve("images/a/one_m.png"), "no picture");
        assertThat(run("--protocol", "pxap")).satisfies(refused(1, "2 problems", "a/one.jpg: ", "--images"));
        assertThat(run(
                        "--protocol",
                        "pxap",
                        "--images",
                        folder.resolve("images").toString()))
                .satisfies(refused(1, "a/one_m.png", "neither JPEG nor PNG", "b/two_m.png", "does not exist"));
    }

    @Test
    void folders_that_are_not_there_and_unknown_words_are_wrong_usage() {
        assertThat(run("--protocol", "maxboxac")).satisfies(refused(2, "maxboxac", "maxboxacc"));
        assertThat(run("--protocol", "maxboxacc", "--split", "tset")).satisfies(refused(2, "tset"));
        assertThat(run("--protocol", "maxboxacc", "--images", "nowhere")).satisfies(refused(2, "nowhere"));
    }

    private static java.util.function.Consumer<Command> refused(int exit, String... words) {
        return got -> {
            assertThat(got.exit()).as(got.err()).isEqualTo(exit);
            assertThat(got.err()).contains(words);
            assertThat(got.out()).isEmpty();
        };
    }

    private Command run(String... more) {
        var args = new ArrayList<>(List.of(
                "--maps",
                maps.toString(),
                "--metadata",
                folder.resolve("metadata").toString()));
        args.addAll(List.of(more));
        return Command.run(args.toArray(String[]::new));
    }

    private void metadata(String split, String... ids) throws IOException {
        var lists = folder.resolve("metadata").resolve(split);
        Files.createDirectories(lists);
        Files.write(lists.resolve("image_ids.txt"), List.of(ids));
        Files.write(lists.resolve("class_labels.txt"), rows(",0", ids));
        Files.write(lists.resolve("image_sizes.txt"), rows(",40,20", ids));
        Files.write(lists.resolve("localization.txt"), rows(",0,0,19,9", ids));
    }

    private static List<String> rows(String end, String... ids) {
        return Arrays.stream(ids).map(id -> id + end).toList();
    }

    private void map(String file) throws IOException {
        NpyFile.write(maps.resolve(file), object(), 4, 8);
    }

    private void bad(String id, double value) throws IOException {
        double[] values = object();
        values[5] = value;
        NpyFile.write(maps.resolve(id + ".npy"), values, 4, 8);
    }

    /** Ones where the object is, but one pixel less each way: boxes end one past their last pixel. */
    private static double[] object() {
        var values = new double[32];
        for (int x = 0; x < 3; x++) values[x] = 1;
        return values;
    }
}
