package dev.wsol.contract.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlotTest extends OnQueueScene {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private final CountDownLatch atWork = new CountDownLatch(3);
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void slots_whose_work_does_not_end_are_waited_for_together_not_one_after_the_other() throws InterruptedException {
        var slots = List.of(slot("a"), slot("b"), slot("c"));
        try {
            for (int n = 0; n < slots.size(); n++) scene.offered(queue + "-" + n);
            slots.forEach(Slot::start);
            assertThat(atWork.await(QueueScene.SOON.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();

            long begun = System.nanoTime();
            assertThat(Slot.join(slots, PATIENCE)).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE.multipliedBy(2));
        } finally {
            end.countDown();
        }
        assertThat(Slot.join(slots, QueueScene.SOON)).isTrue();
    }

    /** It leaves after its first job, which lasts until the test lets it end. */
    private Slot slot(String name) {
        return new Slot(
                scene.worker(name, Transport.SHARE),
                (lease, giveBack) -> {
                    atWork.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                () -> end.getCount() == 0);
    }
}
