package dev.wsol.infra.creatures;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.infra.creatures.Creatures.Progress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreaturesTest {
    private static final Sizes SMALL = new Sizes(12, 6, 6);
    private static final Progress QUIET = (done, total) -> {};

    @TempDir
    Path temp;

    @Test
    void the_five_lists_agree_and_every_file_is_there() throws IOException {
        Path root = Creatures.draw(temp.resolve("set"), 0, SMALL, QUIET).root();

        for (String name : List.of("images", "image_class_labels", "bounding_boxes", "train_test_split")) {
            assertThat(list(root, name).keySet())
                    .as(name)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 18).boxed().toList());
        }
        assertThat(list(root, "classes").values())
                .containsExactly("001.Fish", "002.Frog", "003.Bird", "004.Star", "005.Flower", "006.Turtle");
        for (String image : list(root, "images").values()) {
            BufferedImage read = ImageIO.read(root.resolve("images/" + image).toFile());
            assertThat(List.of(read.getWidth(), read.getHeight())).containsExactly(224, 224);
        }
    }

    @Test
    void classes_are_balanced_in_every_part() throws IOException {
        Path root = Creatures.draw(temp.resolve("set"), 0, SMALL, QUIET).root();

        Map<Integer, String> split = list(root, "train_test_split");
        Map<Integer, String> labels = list(root, "image_class_labels");
        var counts =
                labels.keySet().stream().collect(groupingBy(id -> split.get(id) + " " + labels.get(id), counting()));
        assertThat(counts).hasSize(12);
        counts.forEach((part, n) -> assertThat(n).as(part).isEqualTo(part.startsWith("1") ? 2 : 1));
    }

    @Test
    void validation_images_are_listed_in_cubv2_with_corner_boxes() throws IOException {
        Path root = Creatures.draw(temp.resolve("set"), 0, SMALL, QUIET).root();

        List<String> ids = Files.readAllLines(root.resolve("CUBV2/val/image_ids.txt"));
        assertThat(ids).hasSize(6).allSatisfy(id -> assertThat(root.resolve("CUBV2/" + id))
                .exists());
        assertThat(Files.readAllLines(root.resolve("CUBV2/val/class_labels.txt")))
                .containsExactlyElementsOf(IntStream.range(0, 6)
                        .mapToObj(i -> ids.get(i) + "," + i)
                        .toList());
        assertThat(Files.readAllLines(root.resolve("CUBV2/val/localization.txt")))
                .allSatisfy(row -> {
                    String[] f = row.split(",");
                    assertThat(f).hasSize(5);
                    assertThat(Integer.parseInt(f[3]))
                            .isGreaterThan(Integer.parseInt(f[1]))
                            .isLessThan(224);
                    assertThat(Integer.parseInt(f[4]))
                            .isGreaterThan(Integer.parseInt(f[2]))
                            .isLessThan(224);
                });
    }

    @Test
    void a_seed_gives_the_same_bytes_and_another_seed_gives_others() throws IOException {
        Path one = Creatures.draw(temp.resolve("one"), 7, SMALL, QUIET).root();
        Path same = Creatures.draw(temp.resolve("same"), 7, SMALL, QUIET).root();
        Path other = Creatures.draw(temp.resolve("other"), 8, SMALL, QUIET).root();

        try (Stream<Path> files = Files.walk(one)) {
            for (Path f : files.filter(Files::isRegularFile).toList()) {
                assertThat(same.resolve(one.relativize(f))).hasSameBinaryContentAs(f);
            }
        }
        for (String image : list(one, "images").values()) {
            assertThat(Files.mismatch(one.resolve("images/" + image), other.resolve("images/" + image)))
                    .isNotEqualTo(-1);
        }
    }

    @Test
    void an_image_does_not_depend_on_how_many_others_there_are() throws IOException {
        Path few = Creatures.draw(temp.resolve("few"), 7, SMALL, QUIET).root();
        Path more = Creatures.draw(temp.resolve("more"), 7, new Sizes(18, 12, 12), QUIET)
                .root();

        for (String image : list(few, "images").values()) {
            assertThat(more.resolve("images/" + image)).hasSameBinaryContentAs(few.resolve("images/" + image));
        }
    }

    @Test
    void a_complete_set_is_reused_and_an_interrupted_or_different_one_is_drawn_anew() throws IOException {
        Path root = temp.resolve("set");
        assertThat(Creatures.draw(root, 0, SMALL, QUIET).reused()).isFalse();
        assertThat(Creatures.draw(root, 0, SMALL, QUIET).reused()).isTrue();
        assertThat(Creatures.draw(root, 1, SMALL, QUIET).reused()).isFalse();

        Progress failing = (done, total) -> {
            if (done == 5) throw new IllegalStateException("stopped by the test");
        };
        assertThatThrownBy(() -> Creatures.draw(root, 2, SMALL, failing))
                .isInstanceOf(CreaturesException.class)
                .hasMessageContaining("stopped by the test");
        assertThat(Creatures.draw(root, 2, SMALL, QUIET).reused()).isFalse();
    }

    @RepeatedTest(5)
    void after_a_failure_no_thread_goes_on_in_the_background() throws InterruptedException {
        var returned = new AtomicBoolean();
        var late = new AtomicInteger();
        Progress failing = (done, total) -> {
            if (returned.get()) late.incrementAndGet();
            if (done == 1) throw new IllegalStateException("stopped by the test");
        };
        var before = Thread.getAllStackTraces().keySet();

        assertThatThrownBy(() -> Creatures.draw(temp.resolve("set"), 2, SMALL, failing))
                .isInstanceOf(CreaturesException.class);
        returned.set(true);

        var started = new HashSet<>(Thread.getAllStackTraces().keySet());
        started.removeAll(before);
        for (Thread thread : started) thread.join(10_000);
        assertThat(late).hasValue(0);
    }

    @Test
    void somebody_elses_files_are_left_alone() throws IOException {
        Path theirs = Files.writeString(temp.resolve("images.txt"), "1 001.Bird/a.jpg\n");

        assertThatThrownBy(() -> Creatures.draw(temp, 0, SMALL, QUIET))
                .isInstanceOf(CreaturesException.class)
                .hasMessageContaining(temp.toString())
                .hasMessageContaining("other files");
        assertThat(theirs).hasContent("1 001.Bird/a.jpg");
    }

    @Test
    void progress_counts_every_image_once() {
        var told = new ArrayList<Integer>();
        Creatures.draw(temp.resolve("set"), 0, SMALL, (done, total) -> told.add(done));
        assertThat(told)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 24).boxed().toList());
    }

    /** Lines "id value" by id. */
    private static Map<Integer, String> list(Path root, String name) throws IOException {
        var byId = new TreeMap<Integer, String>();
        for (String line : Files.readAllLines(root.resolve(name + ".txt"))) {
            int blank = line.indexOf(' ');
            byId.put(Integer.valueOf(line.substring(0, blank)), line.substring(blank + 1));
        }
        return byId;
    }
}
