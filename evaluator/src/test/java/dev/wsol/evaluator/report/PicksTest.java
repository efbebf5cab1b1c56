package dev.wsol.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.evaluator.metric.Outcome;
import dev.wsol.evaluator.result.JudgedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PicksTest {
    @Test
    void worst_and_best_are_in_order_and_no_image_is_shown_twice() {
        var picks = Picks.of(images(100, Outcome.PART), 4, 7).get(Outcome.PART);

        assertThat(picks.worst()).extracting(JudgedImage::iou).containsExactly(0.0, 0.01, 0.02, 0.03);
        assertThat(picks.best()).extracting(JudgedImage::iou).containsExactly(0.99, 0.98, 0.97, 0.96);
        assertThat(picks.random()).hasSize(4).doesNotContainAnyElementsOf(picks.worst());
        assertThat(picks.all()).hasSize(12).doesNotHaveDuplicates();
        assertThat(picks.total()).isEqualTo(100);
    }

    @Test
    void few_images_are_shared_out_and_all_shown() {
        for (int n = 1; n <= 12; n++) {
            var picks = Picks.of(images(n, Outcome.RIGHT), 4, 7).get(Outcome.RIGHT);
            assertThat(picks.all()).as("of %d", n).hasSize(n).doesNotHaveDuplicates();
        }
    }

    @Test
    void the_same_seed_gives_the_same_choice_and_another_seed_another() {
        var images = images(500, Outcome.OTHER);
        assertThat(Picks.of(images, 5, 1)).isEqualTo(Picks.of(images, 5, 1));
        assertThat(Picks.of(images, 5, 1).get(Outcome.OTHER).random())
                .isNotEqualTo(Picks.of(images, 5, 2).get(Outcome.OTHER).random());
    }

    @Test
    void outcomes_that_do_not_occur_and_a_wish_for_none_give_nothing() {
        var both = new ArrayList<>(images(3, Outcome.PART));
        both.addAll(images(2, Outcome.CLASS_WRONG));
        assertThat(Picks.of(both, 2, 0)).containsOnlyKeys(Outcome.PART, Outcome.CLASS_WRONG);
        assertThat(Picks.of(both, 0, 0)).isEmpty();
    }

    private static List<JudgedImage> images(int count, Outcome outcome) {
        return IntStream.range(0, count)
                .mapToObj(i -> Reports.image(i, "image_" + i, 0, 0, i * 37 % count / (double) count, outcome))
                .toList();
    }
}
