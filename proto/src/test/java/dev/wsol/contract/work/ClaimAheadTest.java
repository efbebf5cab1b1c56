package dev.wsol.contract.work;

import static dev.wsol.contract.work.QueueScene.QUIET;
import static dev.wsol.contract.work.QueueScene.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** While jobs are short a worker claims the next ones before their turn. Only over share groups. */
class ClaimAheadTest extends OnQueueScene {
    private final List<QueuedJob> offers = new ArrayList<>();
    private final List<QueuedJob> taken = new ArrayList<>();

    @Test
    void while_jobs_are_short_the_next_is_claimed_before_its_turn_and_given_back_when_the_one_before_lasts() {
        try (var worker = scene.worker("w", Transport.SHARE);
                var lease = shortJobsUntilOneIsClaimedAhead(worker)) {
            var ahead = claimedAhead().get(0);
            Await.until("it is given back", () -> coordinator.about(ahead).stream()
                    .anyMatch(r -> r.body() instanceof Report.Released));
            assertThat(lease.mustStop()).isFalse();
            var later = scene.offered(queue + "-later");
            try (var free = scene.worker("free", Transport.SHARE)) {
                Await.until("a worker that is free gets what comes", () -> {
                    free.take(QUIET).ifPresent(l -> {
                        taken.add(l.job());
                        l.close();
                    });
                    return taken.contains(later);
                });
            }
        }
    }

    @Test
    void a_job_that_was_claimed_ahead_is_the_next_to_be_taken() {
        try (var worker = scene.worker("w", Transport.SHARE)) {
            var lease = shortJobsUntilOneIsClaimedAhead(worker);
            var ahead = claimedAhead();
            lease.close();
            try (var next = worker.take(SOON).orElseThrow()) {
                assertThat(ahead).containsExactly(next.job());
                assertThat(next.mustStop()).isFalse();
            }
        }
    }

    @Test
    void a_worker_that_leaves_gives_back_what_it_has_claimed_ahead_and_what_it_is_about_to_claim() {
        var worker = scene.worker("w", Transport.SHARE);
        try (worker;
                var lease = jobsOfNoLengthUntilSeveralAreClaimedAhead(worker)) {
            for (int n = 0; n < 20; n++) offers.add(scene.offered(queue + "-" + offers.size()));
            assertThat(lease.mustStop()).isFalse();
        }
        assertThat(claimedAhead()).isNotEmpty();
        Await.until("all are given back", () -> claimedAhead().stream()
                .allMatch(job -> coordinator.about(job).stream().anyMatch(r -> r.body() instanceof Report.Released)));
    }

    @Test
    void while_jobs_take_no_time_several_are_claimed_ahead_and_none_is_lost_when_one_lasts() {
        try (var worker = scene.worker("w", Transport.SHARE);
                var lease = jobsOfNoLengthUntilSeveralAreClaimedAhead(worker)) {
            var ahead = claimedAhead();
            Await.until("all are given back", () -> ahead.stream().allMatch(job -> coordinator.about(job).stream()
                    .anyMatch(r -> r.body() instanceof Report.Released)));
            assertThat(lease.mustStop()).isFalse();
            assertThat(ahead).hasSizeLessThanOrEqualTo(4);
        }
    }

    /** The worker's lease on a job, when it has claimed others besides. */
    private Lease jobsOfNoLengthUntilSeveralAreClaimedAhead(WorkQueue worker) {
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            for (int n = 0; n < 20; n++) offers.add(scene.offered(queue + "-" + offers.size()));
            for (int n = 0; n < 12; n++) take(worker).close();
            var lease = take(worker);
            if (Await.within(Duration.ofMillis(200), () -> claimedAhead().size() > 1)) return lease;
            lease.close();
        }
        throw new AssertionError("at most one job was claimed ahead");
    }

    private Lease take(WorkQueue worker) {
        var lease = worker.take(SOON).orElseThrow();
        taken.add(lease.job());
        return lease;
    }

    /** The worker's lease on a job, when it has claimed another one besides. */
    private Lease shortJobsUntilOneIsClaimedAhead(WorkQueue worker) {
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            while (offers.stream().filter(job -> !claimed(job)).count() < 2)
                offers.add(scene.offered(queue + "-" + offers.size()));
            var lease = take(worker);
            if (Await.within(Duration.ofMillis(200), () -> !claimedAhead().isEmpty())) return lease;
            lease.close();
        }
        throw new AssertionError("no job was claimed ahead");
    }

    private List<QueuedJob> claimedAhead() {
        return offers.stream()
                .filter(job -> claimed(job) && !taken.contains(job))
                .toList();
    }

    private boolean claimed(QueuedJob job) {
        return coordinator.about(job).stream().anyMatch(r -> r.body() instanceof Report.Claimed);
    }
}
