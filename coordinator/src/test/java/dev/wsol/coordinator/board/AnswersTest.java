package dev.wsol.coordinator.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final JobId JOB = new JobId("a");

    @Test
    void whoever_asks_in_the_moment_in_which_another_one_stops_waiting_is_answered() throws InterruptedException {
        var answers = new Answers();
        var over = new AtomicBoolean();
        var impatient = new Thread(() -> {
            while (!over.get()) answers.next(JOB, e -> true).cancel(false);
        });
        impatient.start();
        try {
            for (int n = 0; n < 300_000; n++) {
                var mine = answers.next(JOB, e -> true);
                answers.hear(List.of(new Seen(n, new JobEvent.Finished(JOB, Instant.EPOCH, 1))));
                assertThat(mine).as("question %s", n).isDone();
            }
        } finally {
            over.set(true);
            impatient.join();
        }
    }
}
