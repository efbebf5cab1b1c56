package dev.wsol.worker.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffledBatchesTest {
    private final Pictures pictures = new Pictures(7, 3);

    @Test
    void an_epoch_visits_every_image_once_and_the_last_batch_is_smaller() {
        var sizes = new ArrayList<Integer>();
        var labels = new ArrayList<Integer>();
        var data = new ShuffledBatches(pictures, 3, 1);
        try (var epoch = data.epoch(0)) {
            for (Batch b : epoch) {
                sizes.add(b.size());
                for (int label : b.labels()) labels.add(label);
            }
        }

        assertThat(sizes).containsExactly(3, 3, 1).hasSize(data.batches());
        assertThat(labels).containsExactlyInAnyOrder(0, 1, 2, 0, 1, 2, 0);
    }

    @Test
    void epochs_differ_and_a_seed_repeats_them() {
        assertThat(EpochOrder.of(50, 1, 0)).isEqualTo(EpochOrder.of(50, 1, 0));
        assertThat(EpochOrder.of(50, 1, 0)).isNotEqualTo(EpochOrder.of(50, 1, 1));
        assertThat(EpochOrder.of(50, 1, 0)).isNotEqualTo(EpochOrder.of(50, 2, 0));
        assertThat(EpochOrder.of(50, 1, 0))
                .containsExactlyInAnyOrder(IntStream.range(0, 50).toArray());
    }

    @Test
    void pixels_are_the_same_whatever_was_read_before() {
        var data = new ShuffledBatches(pictures, 3, 5);
        float[] straight = second(data, 2);
        second(data, 0);

        assertThat(second(data, 2)).isEqualTo(straight);
    }

    private static float[] second(TrainingData data, int epoch) {
        try (var batches = data.epoch(epoch)) {
            var it = batches.iterator();
            it.next();
            var floats = it.next().pixels().asFloatBuffer();
            var out = new float[floats.remaining()];
            floats.get(out);
            return out;
        }
    }

    @Test
    void an_epoch_taken_up_in_the_middle_and_read_by_many_holds_what_it_would_have_held() {
        float[] straight = second(new ShuffledBatches(pictures, 3, 5), 2);
        try (var epoch = new ShuffledBatches(pictures, 3, 5, 3).epoch(2, 1)) {
            var batches = epoch.iterator();
            var floats = batches.next().pixels().asFloatBuffer();
            var out = new float[floats.remaining()];
            floats.get(out);

            assertThat(out).isEqualTo(straight);
            assertThat(batches.next().size()).isEqualTo(1);
            assertThat(batches.hasNext()).isFalse();
            assertThat(epoch.waited()).isNotNegative();
        }
    }

    @Test
    void an_epoch_that_is_over_has_no_batches_left() {
        try (var epoch = new ShuffledBatches(pictures, 3, 5).epoch(2, 3)) {
            assertThat(epoch.iterator().hasNext()).isFalse();
        }
    }

    @Test
    void a_crop_is_scaled_normalised_and_mirrored() {
        var rgb = new byte[256 * 256 * 3];
        for (int i = 0; i < rgb.length; i++) rgb[i] = (byte) (i * 31);
        var plain = apply(new Augmentation(13, 21, false), rgb);
        var mirrored = apply(new Augmentation(13, 21, true), rgb);

        int y = 100;
        int x = 50;
        int v = rgb[((13 + y) * 256 + 21 + x) * 3 + 1] & 0xff;
        float wanted = (v / 255f - 0.456f) / 0.224f;
        assertThat(plain[(224 + y) * 224 + x]).isEqualTo(wanted);
        assertThat(mirrored[(224 + y) * 224 + 223 - x]).isEqualTo(wanted);
    }

    private static float[] apply(Augmentation a, byte[] rgb) {
        var out = java.nio.FloatBuffer.allocate(3 * 224 * 224);
        a.apply(rgb, out);
        return out.array();
    }

    @Test
    void crops_cover_the_whole_slack_and_half_are_mirrored() {
        var all =
                IntStream.range(0, 2000).mapToObj(i -> Augmentation.of(1, 0, i)).toList();
        assertThat(all.stream().mapToInt(Augmentation::top).summaryStatistics()).satisfies(s -> {
            assertThat(s.getMin()).isZero();
            assertThat(s.getMax()).isEqualTo(32);
        });
        assertThat(all.stream().filter(Augmentation::mirrored).count()).isBetween(900L, 1100L);
    }

    @Test
    void a_source_that_fails_is_heard_by_the_reader_of_the_batch() {
        PixelSource broken = new PixelSource() {
            @Override
            public int size() {
                return 4;
            }

            @Override
            public int label(int index) {
                return 0;
            }

            @Override
            public void copyResized(int index, byte[] rgb) {
                throw new IllegalStateException("image 3 is gone");
            }
        };
        try (var epoch = new ShuffledBatches(broken, 2, 1).epoch(0)) {
            var batches = epoch.iterator();
            assertThatThrownBy(batches::next).hasMessage("image 3 is gone");
        }
    }

    @Test
    void closing_early_ends_the_reading_thread() {
        var data = new ShuffledBatches(pictures, 2, 1);
        for (int i = 0; i < 20; i++) {
            try (var epoch = data.epoch(i)) {
                epoch.iterator().next();
            }
        }
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (readers() > 0 && System.nanoTime() < deadline) Thread.onSpinWait();
        assertThat(readers()).isZero();
    }

    private static long readers() {
        var threads = new Thread[Thread.activeCount() + 16];
        int n = Thread.enumerate(threads);
        List<Thread> alive = Arrays.asList(threads).subList(0, n);
        return alive.stream().filter(t -> t.getName().equals("wsol-batches")).count();
    }

    @Test
    void a_batch_larger_than_the_data_is_refused() {
        assertThatThrownBy(() -> new ShuffledBatches(pictures, 8, 1)).hasMessageContaining("1 to 7");
        assertThatThrownBy(() -> new ShuffledBatches(pictures, 0, 1)).hasMessageContaining("1 to 7");
    }
}
