package dev.wsol.contract.work;

import static dev.wsol.contract.work.QueueScene.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ShareReaderTest extends OnQueueScene {
    private static final Duration POLL = Duration.ofMillis(100);

    /** The lock of a record lasts 30 s. */
    private static final Duration MUCH_LESS_THAN_A_LOCK = Duration.ofSeconds(15);

    @Test
    void a_record_that_comes_just_after_a_reader_has_left_goes_to_another_at_once() {
        try (var leaves = reader();
                var stays = reader()) {
            for (int n = 0; n < 3; n++) {
                var before = scene.offered(queue + "-before-" + n);
                assertThat(keyOf(leaves, SOON)).isEqualTo(before.job().value());
                askInVain(leaves);
                leaves.rest();
                var after = scene.offered(queue + "-after-" + n);
                assertThat(keyOf(stays, MUCH_LESS_THAN_A_LOCK))
                        .isEqualTo(after.job().value());
                stays.rest();
            }
        }
    }

    @Test
    void a_record_that_comes_just_after_a_reader_was_closed_goes_to_another_at_once() {
        try (var stays = reader()) {
            try (var leaves = reader()) {
                scene.offered(queue + "-before");
                keyOf(leaves, SOON);
                askInVain(leaves);
            }
            var after = scene.offered(queue + "-after");
            assertThat(keyOf(stays, MUCH_LESS_THAN_A_LOCK))
                    .isEqualTo(after.job().value());
        }
    }

    private ShareReader reader() {
        return new ShareReader(scene.kafka(), Kind.TRAIN.topic(queue), Kind.TRAIN.group(queue));
    }

    /** So often that a fetch is under way when it ends. */
    private static void askInVain(ShareReader reader) {
        for (int n = 0; n < 12; n++) assertThat(reader.poll(POLL)).isEmpty();
    }

    private static String keyOf(QueueReader reader, Duration patience) {
        Optional<ConsumerRecord<String, byte[]>> record = Optional.empty();
        for (long end = System.nanoTime() + patience.toNanos(); record.isEmpty() && System.nanoTime() < end; )
            record = reader.poll(POLL);
        record.ifPresent(reader::accept);
        return record.map(ConsumerRecord::key).orElse("nothing");
    }
}
