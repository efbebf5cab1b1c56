package dev.wsol.coordinator.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Presence;
import dev.wsol.coordinator.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobId JOB = new JobId("a");

    private final JobView view = new JobView();
    private final Hand clock = new Hand();
    private Workers workers = new Workers(view, clock);
    private long offset;

    @Test
    void one_that_says_nothing_more_is_silent_and_then_forgotten() {
        workers.hear(word("gpu-1", false));
        clock.at = START.plus(Workers.SILENT).minusMillis(1);
        assertThat(workers.all()).singleElement().satisfies(w -> assertThat(w.silent())
                .isFalse());

        clock.at = START.plus(Workers.SILENT);
        assertThat(workers.all()).singleElement().satisfies(w -> {
            assertThat(w.silent()).isTrue();
            assertThat(w.lastHeard()).contains(START);
        });

        clock.at = START.plus(Workers.FORGOTTEN);
        assertThat(workers.all()).isEmpty();
    }

    @Test
    void one_that_says_good_bye_is_gone_at_once() {
        workers.hear(word("gpu-1", false));
        workers.hear(word("gpu-1", true));

        assertThat(workers.all()).isEmpty();
    }

    @Test
    void what_it_works_on_is_what_was_leased_to_it_and_not_taken_back() {
        workers.hear(word("gpu-1", false));
        happen(new JobEvent.Submitted(JOB, START, "c", Samples.train(When.NEVER), Optional.empty(), ""));
        happen(queued(1));
        happen(new JobEvent.LeaseGranted(JOB, START.plusSeconds(7), 1, "gpu-1", Duration.ofSeconds(10)));
        happen(new JobEvent.ClaimRefused(JOB, START, 1, "gpu-2", "gpu-1 has it"));

        assertThat(workers.all()).singleElement().satisfies(w -> assertThat(w.doing())
                .contains(new Workers.Doing(JOB, 1, START.plusSeconds(7))));

        happen(new JobEvent.LeaseLost(JOB, START, 1, "gpu-1"));
        happen(queued(2));
        assertThat(workers.all()).singleElement().satisfies(w -> assertThat(w.doing())
                .isEmpty());
    }

    @Test
    void one_that_was_not_heard_of_since_a_restart_is_known_by_its_lease() {
        happen(new JobEvent.Submitted(JOB, START, "c", Samples.train(When.NEVER), Optional.empty(), ""));
        happen(queued(1));
        happen(new JobEvent.LeaseGranted(JOB, START, 1, "gpu-1", Duration.ofSeconds(10)));
        var kept = workers.keep();
        workers = new Workers(view, clock);
        workers.recall(kept);

        assertThat(workers.all()).singleElement().satisfies(w -> {
            assertThat(w.name()).isEqualTo("gpu-1");
            assertThat(w.kind()).isEqualTo("train");
            assertThat(w.queues()).containsExactly("default");
            assertThat(w.silent()).isTrue();
            assertThat(w.lastHeard()).isEmpty();
            assertThat(w.doing()).isPresent();
        });
    }

    private static JobEvent queued(int epoch) {
        return new JobEvent.Queued(JOB, START, epoch, QueuedReason.NEW, Optional.empty());
    }

    private static Presence word(String worker, boolean gone) {
        return new Presence(worker, START, "train", List.of("high", "default"), "", false, gone);
    }

    private void happen(JobEvent e) {
        workers.hear(e);
        view.hear(new Seen(offset++, e));
    }

    /** Moved by hand. */
    private static final class Hand extends Clock {
        private Instant at = START;

        @Override
        public Instant instant() {
            return at;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
