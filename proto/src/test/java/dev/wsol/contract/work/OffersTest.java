package dev.wsol.contract.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a free worker joins its queues anew. Times are nanoseconds since it joined them first. */
class OffersTest {
    private static final JobId JOB = new JobId("waiting");
    private static final long GAP = Offers.BETWEEN_JOINS.toNanos();
    private static final long HELP = Offers.JOINS_HELP.toNanos();
    private static final boolean FREE = false;
    private static final boolean BUSY = true;

    private final Offers offers = new Offers(0);

    @Test
    void as_long_as_no_job_waits_in_vain_the_queues_are_not_joined_anew() {
        offers.heard(queued(JOB, QueuedReason.NEW), FREE, 1);

        assertThat(offers.joinAnew(GAP)).isEmpty();
    }

    @Test
    void a_job_that_nobody_claimed_is_a_reason_to_join_anew_every_few_seconds() {
        offers.heard(queued(JOB, QueuedReason.NOT_CLAIMED), FREE, 1);

        assertThat(offers.joinAnew(GAP - 1)).as("it has only just joined").isEmpty();
        assertThat(offers.joinAnew(GAP)).contains(JOB);
        assertThat(offers.joinAnew(2 * GAP - 1)).isEmpty();
        assertThat(offers.joinAnew(2 * GAP)).contains(JOB);
    }

    @Test
    void while_jobs_keep_coming_the_queues_are_served_and_not_joined_anew() {
        offers.heard(queued(JOB, QueuedReason.NOT_CLAIMED), FREE, 1);

        offers.served(GAP);

        assertThat(offers.joinAnew(2 * GAP - 1)).isEmpty();
        assertThat(offers.joinAnew(2 * GAP)).contains(JOB);
    }

    @Test
    void a_job_that_waits_while_the_worker_is_busy_does_not_wait_for_this_worker() {
        offers.heard(queued(JOB, QueuedReason.NOT_CLAIMED), BUSY, 1);

        assertThat(offers.joinAnew(GAP)).isEmpty();
    }

    @Test
    void whatever_else_is_heard_of_the_job_ends_its_waiting_but_not_what_is_heard_of_others() {
        offers.heard(queued(JOB, QueuedReason.NOT_CLAIMED), FREE, 1);

        offers.heard(granted(new JobId("other")), FREE, 2);
        assertThat(offers.joinAnew(GAP)).contains(JOB);

        offers.heard(granted(JOB), FREE, GAP + 1);
        assertThat(offers.joinAnew(2 * GAP)).isEmpty();
    }

    @Test
    void a_job_for_which_joining_has_not_helped_waits_on_a_queue_of_others_and_is_left_to_them() {
        offers.heard(queued(JOB, QueuedReason.NOT_CLAIMED), FREE, 1);

        assertThat(offers.joinAnew(1 + HELP)).contains(JOB);
        assertThat(offers.joinAnew(1 + HELP + GAP)).isEmpty();

        offers.heard(queued(JOB, QueuedReason.NOT_CLAIMED), FREE, 2 * HELP);
        assertThat(offers.joinAnew(2 * HELP)).as("offered in vain once more").contains(JOB);
    }

    private static JobEvent queued(JobId job, QueuedReason reason) {
        return new JobEvent.Queued(job, Instant.EPOCH, 1, reason, Optional.empty());
    }

    private static JobEvent granted(JobId job) {
        return new JobEvent.LeaseGranted(job, Instant.EPOCH, 1, "w", Duration.ofSeconds(10));
    }
}
