package dev.wsol.coordinator.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventRingTest {
    private final EventRing ring = new EventRing(3);

    @Test
    void a_reader_who_keeps_up_is_served_and_one_who_fell_behind_is_sent_to_the_log() {
        for (long offset : new long[] {0, 1, 3, 5}) ring.add(seen(offset)); // gaps where transactions ended

        assertThat(ring.from(0, 9)).isEmpty();
        assertThat(ring.from(1, 9).orElseThrow()).extracting(Seen::offset).containsExactly(1L, 3L, 5L);
        assertThat(ring.from(2, 1).orElseThrow()).extracting(Seen::offset).containsExactly(3L);
        assertThat(ring.from(6, 9).orElseThrow()).isEmpty();
        assertThat(ring.head()).isEqualTo(6);
    }

    private static Seen seen(long offset) {
        return new Seen(offset, new JobEvent.Finished(new JobId("a"), Instant.EPOCH, 1));
    }
}
