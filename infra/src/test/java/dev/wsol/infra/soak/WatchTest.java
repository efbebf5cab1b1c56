package dev.wsol.infra.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may run over
    private final Watch watch = new Watch(new Watch.Limits(Duration.ofSeconds(10), Duration.ofSeconds(60)), now::get);

    @Test
    void a_soak_in_which_nothing_moves_is_over() {
        pass(9);
        assertThat(watch.over()).isEmpty();
        pass(1);
        assertThat(watch.over()).hasValue("stood still: nothing ended in 10 s while nothing was being broken");
    }

    @Test
    void whatever_moves_gives_it_time_again_but_not_more_than_it_has_in_all() {
        for (int s = 0; s < 59; s += 9) {
            assertThat(watch.over()).as("after " + s + " s").isEmpty();
            pass(9);
            watch.moved();
        }
        assertThat(watch.over()).hasValue("not done after 60 s");
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
