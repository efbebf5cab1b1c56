package dev.wsol.contract.work;

import static dev.wsol.contract.work.QueueScene.QUIET;
import static dev.wsol.contract.work.QueueScene.SOON;
import static dev.wsol.contract.work.QueueScene.takenWhile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A lease lives by its signs of life and ends when the coordinator says so, or is not heard. */
class LeaseTest extends OnQueueScene {
    @Test
    void a_lease_that_is_over_before_its_grant_is_heard_is_given_back_at_once() {
        coordinator.leaseOf(Duration.ofMillis(1)); // less than any answer takes
        var job = scene.offered(queue + "-over");

        try (var worker = scene.worker("w", Transport.AUTO)) {
            assertThat(takenWhile(worker, () -> coordinator.about(job).stream()
                            .noneMatch(r -> r.body() instanceof Report.Released)))
                    .isEmpty();
        }
        assertThat(alive(job)).isZero();
    }

    @Test
    void the_first_sign_of_life_comes_after_a_quarter_of_the_lease() {
        coordinator.leaseOf(Duration.ofSeconds(8));
        var job = scene.offered(queue + "-prompt");

        try (var worker = scene.worker("w", Transport.AUTO);
                var lease = worker.take(SOON).orElseThrow()) {
            long since = System.nanoTime();
            Await.until("the first sign of life", () -> alive(job) == 1);
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(6));
            assertThat(lease.mustStop()).isFalse();
        }
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                arguments(
                        "cancelled: enough", (Ending) (j, at, w) -> new JobEvent.Cancelled(j.job(), at, "c", "enough")),
                arguments("heard nothing", (Ending) (j, at, w) -> new JobEvent.LeaseLost(j.job(), at, 1, w)),
                arguments("epoch 2", (Ending) (j, at, w) ->
                        new JobEvent.Queued(j.job(), at, 2, JobEvent.QueuedReason.LEASE_WAS_LOST, Optional.empty())),
                arguments("other has the lease", (Ending)
                        (j, at, w) -> new JobEvent.LeaseGranted(j.job(), at, 2, "other", Duration.ofSeconds(9))));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void the_holder_of_a_lease_must_stop_when_the_coordinator_says_so(String reason, Ending ending) {
        var job = scene.offered(queue + "-ends");

        try (var worker = scene.worker("w", Transport.AUTO);
                var lease = worker.take(SOON).orElseThrow()) {
            assertThat(lease.whyStop()).isEmpty();
            coordinator.say(ending.of(job, Instant.now(), lease.worker()));

            Await.until("told to stop", lease::mustStop);
            assertThat(lease.whyStop().orElseThrow()).contains(reason);
        }
    }

    @Test
    void signs_of_life_go_out_while_the_work_blocks_and_end_with_the_lease() {
        coordinator.leaseOf(Duration.ofMillis(800));
        var job = scene.offered(queue + "-alive");

        try (var worker = scene.worker("w", Transport.AUTO)) {
            try (var lease = worker.take(SOON).orElseThrow()) {
                Await.until("it lives longer than one lease", () -> alive(job) >= 8);
                assertThat(lease.mustStop()).isFalse();
            }
            long atEnd = alive(job);
            assertThat(worker.take(QUIET)).isEmpty();
            assertThat(alive(job)).as("at most one was under way").isLessThanOrEqualTo(atEnd + 1);
        }
    }

    @Test
    void a_worker_cut_off_from_kafka_stops_by_itself_and_does_not_start_again(@TempDir Path island)
            throws InterruptedException {
        var lost = TestBroker.start(island);
        try (var here = TopicSetup.connect(lost.settings(), SOON)) {
            here.ensureFixed();
            here.ensureQueue(Kind.TRAIN, queue);
        }
        var answers = new FakeCoordinator(lost.settings());
        answers.leaseOf(Duration.ofSeconds(2));
        answers.offer(Kind.TRAIN.topic(queue), Some.job("castaway"));
        var worker = WorkQueue.open(WorkSettings.of(lost.settings(), "w", Kind.TRAIN, List.of(queue)));
        var lease = worker.take(SOON).orElseThrow();
        answers.close();
        lost.close();

        Await.until("the worker stops by itself", lease::mustStop);
        assertThat(lease.whyStop().orElseThrow()).contains("no sign of life");
        lease.close();
        worker.close();
    }

    /** How a job ends for its holder. */
    interface Ending {
        JobEvent of(QueuedJob job, Instant at, String worker);
    }

    private long alive(QueuedJob job) {
        return coordinator.count(r -> r.job().equals(job.job()) && r.body() instanceof Report.Alive);
    }
}
