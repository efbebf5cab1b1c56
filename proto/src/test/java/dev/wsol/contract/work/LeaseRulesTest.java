package dev.wsol.contract.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Progress;
import dev.wsol.contract.env.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The parts of a lease that need no Kafka. */
class LeaseRulesTest {
    private static final Instant AT = Instant.EPOCH;
    private static final JobId JOB = new JobId("a");

    @Test
    void a_lease_is_over_one_lease_time_after_the_last_acknowledged_sign_of_life_was_sent() {
        var clock = new LeaseClock(Duration.ofNanos(100), 0);

        clock.renewed(60, 90);

        assertThat(clock.over(160)).isFalse();
        assertThat(clock.over(161)).isTrue();
    }

    @Test
    void an_acknowledgement_that_comes_when_the_lease_is_over_does_not_revive_it() {
        var clock = new LeaseClock(Duration.ofNanos(100), 0);

        clock.renewed(90, 101);

        assertThat(clock.over(102)).isTrue();
    }

    @Test
    void acknowledgements_out_of_order_do_not_shorten_the_lease() {
        var clock = new LeaseClock(Duration.ofNanos(100), 0);

        clock.renewed(60, 61);
        clock.renewed(20, 62);

        assertThat(clock.over(150)).isFalse();
    }

    @Test
    void only_the_answer_to_the_own_claim_counts() {
        var watch = new LeaseWatch(JOB, 2, "me");

        watch.heard(new JobEvent.LeaseGranted(new JobId("b"), AT, 2, "me", Duration.ofSeconds(1)));
        watch.heard(new JobEvent.LeaseGranted(JOB, AT, 1, "me", Duration.ofSeconds(1)));
        watch.heard(new JobEvent.ClaimRefused(JOB, AT, 2, "you", "no"));
        assertThat(watch.verdict()).isNotDone();
        assertThat(watch.whyStop()).isEmpty();

        watch.heard(new JobEvent.LeaseGranted(JOB, AT, 2, "me", Duration.ofSeconds(1)));
        assertThat(watch.verdict()).isCompletedWithValueMatching(JobEvent.LeaseGranted.class::isInstance);
    }

    @Test
    void news_of_older_epochs_do_not_stop_the_holder_and_the_first_reason_to_stop_stays() {
        var watch = new LeaseWatch(JOB, 2, "me");

        watch.heard(new JobEvent.LeaseLost(JOB, AT, 1, "before"));
        watch.heard(new JobEvent.Queued(JOB, AT, 2, JobEvent.QueuedReason.LEASE_WAS_LOST, java.util.Optional.empty()));
        watch.heard(new JobEvent.LeaseGranted(JOB, AT, 2, "me", Duration.ofSeconds(1)));
        assertThat(watch.whyStop()).isEmpty();

        watch.heard(new JobEvent.Cancelled(JOB, AT, "", "enough"));
        watch.heard(new JobEvent.LeaseLost(JOB, AT, 2, "me"));
        assertThat(watch.whyStop()).contains("cancelled: enough");
    }

    @Test
    void what_was_said_to_the_holder_before_does_not_stop_the_next_one() {
        var watch = new LeaseWatch(JOB, 2, "me");

        watch.heard(new JobEvent.PauseAsked(JOB, AT, "", "search", "it waits"));
        watch.heard(new JobEvent.Paused(JOB, AT, 1, "", "search", "it waits"));
        watch.heard(new JobEvent.LeaseGranted(JOB, AT, 2, "me", Duration.ofSeconds(1)));
        assertThat(watch.whyStop()).isEmpty();
        assertThat(watch.whyGiveBack()).isEmpty();

        watch.heard(new JobEvent.PauseAsked(JOB, AT, "", "alice", "the GPU is needed"));
        assertThat(watch.whyGiveBack()).contains("the job is paused by alice");
        watch.heard(new JobEvent.Paused(JOB, AT, 2, "", "alice", "the GPU is needed"));
        assertThat(watch.whyStop()).contains("the job is paused");
    }

    @Test
    void the_cancelling_that_a_retry_has_undone_does_not_stop_who_takes_the_job_after_it() {
        var watch = new LeaseWatch(JOB, 2, "me");

        watch.heard(new JobEvent.Cancelled(JOB, AT, "", "alice", "a mistake"));
        watch.heard(new JobEvent.Reopened(JOB, AT, "", "alice"));
        watch.heard(new JobEvent.Queued(JOB, AT, 2, JobEvent.QueuedReason.REOPENED, java.util.Optional.empty()));
        watch.heard(new JobEvent.LeaseGranted(JOB, AT, 2, "me", Duration.ofSeconds(1)));

        assertThat(watch.whyStop()).isEmpty();
    }

    @Test
    void progress_is_thinned_out_but_the_last_word_is_kept() {
        var now = new AtomicLong();
        var sent = new ArrayList<Integer>();
        var throttle = new Throttle(
                Duration.ofNanos(100), now::get, p -> sent.add(((Progress.Evaluating) p.body()).imagesDone()));

        for (int i = 0; i <= 25; i++) {
            now.set(i * 10L);
            throttle.offer(new Progress(JOB, 1, "me", AT, new Progress.Evaluating(i, 25, 1)));
        }
        throttle.flush();
        throttle.flush();

        assertThat(sent).isEqualTo(List.of(0, 10, 20, 25));
    }

    @Test
    void waiting_for_an_answer_longer_than_the_record_stays_locked_is_refused() {
        var settings = WorkSettings.of(KafkaSettings.at("k:1"), "w", Kind.TRAIN, List.of("default"));

        assertThatThrownBy(() -> settings.waiting(Duration.ofSeconds(16)))
                .isInstanceOf(BadSpec.class)
                .hasMessageContaining("record lock");
        assertThatThrownBy(() -> WorkSettings.of(KafkaSettings.at("k:1"), "w", Kind.TRAIN, List.of()))
                .isInstanceOf(BadSpec.class);
    }
}
