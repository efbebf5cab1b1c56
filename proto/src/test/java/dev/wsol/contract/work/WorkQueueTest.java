package dev.wsol.contract.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.wsol.contract.EpochReport;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One contract, both transports, a real broker. */
class WorkQueueTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir
    private static Path dir;

    private static TestBroker broker;
    private static TopicSetup setup;
    private static FakeCoordinator coordinator;

    /** Each test has a queue, and so a topic and a group, of its own. */
    private String queue;

    private final List<QueuedJob> offers = new ArrayList<>();
    private final List<QueuedJob> taken = new ArrayList<>();

    @BeforeAll
    static void start() {
        broker = TestBroker.start(dir);
        setup = TopicSetup.connect(broker.settings(), SOON);
        setup.ensureFixed();
        coordinator = new FakeCoordinator(broker.settings());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        coordinator.close();
        setup.close();
        broker.close();
    }

    @BeforeEach
    void newQueue() {
        queue = "q" + TESTS.incrementAndGet();
        setup.ensureQueue(Kind.TRAIN, queue);
        coordinator.answering(true);
        coordinator.leaseOf(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void a_job_queued_before_any_worker_came_is_claimed_granted_and_taken(Transport transport) {
        var job = offered(queue + "-early");

        try (var worker = worker("w", transport);
                var lease = worker.take(SOON).orElseThrow()) {
            assertThat(lease.job()).isEqualTo(job);
            assertThat(lease.worker()).isEqualTo(worker.worker()).startsWith("w-");
            assertThat(lease.mustStop()).isFalse();

            lease.report(new Report.EpochDone(new EpochReport(1, 1, .5, 80, 10, 3)));
            lease.report(new Report.TrainingFinished());
        }
        Await.until("all reports are in", () -> coordinator.about(job).size() == 3);
        assertThat(coordinator.about(job))
                .extracting(r -> r.body().getClass().getSimpleName())
                .containsExactly("Claimed", "EpochDone", "TrainingFinished");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void a_record_that_comes_again_after_its_worker_died_between_claim_and_acknowledge_is_refused_and_let_go(
            Transport transport) {
        var job = offered(queue + "-orphan");
        var dead = reader(transport);
        Await.until("the first worker has the record", () -> dead.poll(Duration.ofMillis(100))
                .isPresent());
        coordinator.answer(new Report(job.job(), 1, "the-dead", Instant.now(), new Report.Claimed()));
        dead.close();

        try (var worker = worker("second", transport)) {
            assertThat(takenWhile(worker, () -> refused(job) == 0)).isEmpty();
            assertThat(worker.take(QUIET)).isEmpty();
        }
        try (var third = worker("third", transport)) {
            assertThat(third.take(QUIET.multipliedBy(2))).isEmpty();
        }
        assertThat(coordinator.about(job))
                .as("nobody claimed it after the refusal")
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void of_two_workers_that_claim_one_job_one_gets_it_and_the_other_goes_on(Transport transport) {
        var job = offered(queue + "-twice");
        offered(job);
        var next = offered(queue + "-next");

        try (var a = worker("a", transport);
                var b = worker("b", transport);
                var first = a.take(SOON).orElseThrow();
                var second = b.take(SOON).orElseThrow()) {
            assertThat(List.of(first.job(), second.job())).containsExactlyInAnyOrder(job, next);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void a_busy_worker_leaves_the_waiting_jobs_to_others(Transport transport) {
        offered(queue + "-1");
        offered(queue + "-2");
        offered(queue + "-3");

        try (var busy = worker("busy", transport);
                var held = busy.take(SOON).orElseThrow();
                var free = worker("free", transport)) {
            free.take(SOON).orElseThrow().close();
            try (var third = free.take(SOON).orElseThrow()) {
                assertThat(third.job().job()).isNotEqualTo(held.job().job());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void a_claim_that_nobody_answers_puts_the_job_back_and_it_is_taken_once_somebody_does(Transport transport) {
        coordinator.answering(false);
        var job = offered(queue + "-unanswered");

        try (var worker = WorkQueue.open(settings("w", transport).waiting(Duration.ofMillis(300)))) {
            assertThat(takenWhile(worker, () -> coordinator.about(job).isEmpty()))
                    .isEmpty();
            coordinator.answering(true);

            try (var lease = worker.take(SOON).orElseThrow()) {
                assertThat(lease.job()).isEqualTo(job);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void a_grant_that_comes_too_late_is_given_back(Transport transport) {
        coordinator.answering(false);
        var job = offered(queue + "-late");

        try (var worker = WorkQueue.open(settings("w", transport).waiting(Duration.ofMillis(100)))) {
            assertThat(takenWhile(worker, () -> coordinator.about(job).isEmpty()))
                    .isEmpty();
            var claim = coordinator.about(job).get(0);
            coordinator.answer(claim);

            Await.until("the job is released", () -> coordinator.about(job).stream()
                    .anyMatch(r ->
                            r.body() instanceof Report.Released && r.worker().equals(claim.worker())));
        }
    }

    @Test
    void a_lease_that_is_over_before_its_grant_is_heard_is_given_back_at_once() {
        coordinator.leaseOf(Duration.ofMillis(1)); // less than any answer takes
        var job = offered(queue + "-over");

        try (var worker = worker("w", Transport.AUTO)) {
            assertThat(takenWhile(worker, () -> coordinator.about(job).stream()
                            .noneMatch(r -> r.body() instanceof Report.Released)))
                    .isEmpty();
        }
        assertThat(alive(job)).isZero();
    }

    @Test
    void the_first_sign_of_life_comes_after_a_quarter_of_the_lease() {
        coordinator.leaseOf(Duration.ofSeconds(8));
        var job = offered(queue + "-prompt");

        try (var worker = worker("w", Transport.AUTO);
                var lease = worker.take(SOON).orElseThrow()) {
            long since = System.nanoTime();
            Await.until("the first sign of life", () -> alive(job) == 1);
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(6));
            assertThat(lease.mustStop()).isFalse();
        }
    }

    @Test
    void while_jobs_are_short_the_next_is_claimed_before_its_turn_and_given_back_when_the_one_before_lasts() {
        try (var worker = worker("w", Transport.SHARE);
                var lease = shortJobsUntilOneIsClaimedAhead(worker)) {
            var ahead = claimedAhead().get(0);
            Await.until("it is given back", () -> coordinator.about(ahead).stream()
                    .anyMatch(r -> r.body() instanceof Report.Released));
            assertThat(lease.mustStop()).isFalse();
            var later = offered(queue + "-later");
            try (var free = worker("free", Transport.SHARE)) {
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
        try (var worker = worker("w", Transport.SHARE)) {
            var lease = shortJobsUntilOneIsClaimedAhead(worker);
            var ahead = claimedAhead();
            lease.close();
            try (var next = worker.take(SOON).orElseThrow()) {
                assertThat(ahead).containsExactly(next.job());
                assertThat(next.mustStop()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void bytes_that_are_no_job_go_to_the_dead_letters_with_the_reason_and_the_next_job_comes(Transport transport) {
        var topic = Kind.TRAIN.topic(queue);
        coordinator.write(topic, "garbage-" + queue, new byte[] {(byte) 0xff, 1, 2});
        var job = offered(queue + "-after-garbage");

        try (var worker = worker("w", transport);
                var lease = worker.take(SOON).orElseThrow();
                var letters = new KafkaConsumer<>(
                        broker.settings().with(Map.of("auto.offset.reset", "earliest")),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            assertThat(lease.job()).isEqualTo(job);
            letters.assign(List.of(new TopicPartition(Topics.DEAD_LETTERS, 0)));
            var found = new ArrayList<ConsumerRecord<String, byte[]>>();
            Await.until("the dead letter is there", () -> {
                letters.poll(Duration.ofMillis(100)).forEach(found::add);
                return found.stream().anyMatch(r -> r.key().equals("garbage-" + queue));
            });
            var letter = found.get(found.size() - 1);
            assertThat(letter.value()).isEqualTo(new byte[] {(byte) 0xff, 1, 2});
            assertThat(text(letter, Topics.SOURCE_TOPIC_HEADER)).isEqualTo(topic);
            assertThat(text(letter, Topics.REASON_HEADER)).contains("no queued job");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void the_preferred_queue_is_served_first(Transport transport) {
        var high = "high-" + queue;
        setup.ensureQueue(Kind.TRAIN, high);
        var ordinary = offered(queue + "-ordinary");
        var urgent = Some.job(queue + "-urgent");
        coordinator.offer(Kind.TRAIN.topic(high), urgent);
        var settings = WorkSettings.of(broker.settings(), "w", Kind.TRAIN, List.of(high, queue))
                .over(transport);

        try (var worker = WorkQueue.open(settings)) {
            var first = worker.take(SOON).orElseThrow();
            first.close();
            var second = worker.take(SOON).orElseThrow();
            second.close();
            assertThat(List.of(first.job(), second.job())).containsExactlyInAnyOrder(ordinary, urgent);
            // Joining takes as long for either queue; once both are joined, the order is strict.
            coordinator.offer(Kind.TRAIN.topic(queue), Some.job(queue + "-o2"));
            coordinator.offer(Kind.TRAIN.topic(high), Some.job(queue + "-u2"));
            var third = worker.take(SOON).orElseThrow();
            third.close();
            assertThat(third.job().job().value()).isEqualTo(queue + "-u2");
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
        var job = offered(queue + "-ends");

        try (var worker = worker("w", Transport.AUTO);
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
        var job = offered(queue + "-alive");

        try (var worker = worker("w", Transport.AUTO)) {
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

    private long refused(QueuedJob job) {
        return coordinator.about(job).stream()
                .filter(r -> r.body() instanceof Report.Claimed)
                .count();
    }

    /** The worker's lease on a job, when it has claimed another one besides. */
    private Lease shortJobsUntilOneIsClaimedAhead(WorkQueue worker) {
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            while (offers.stream().filter(job -> !claimed(job)).count() < 2)
                offers.add(offered(queue + "-" + offers.size()));
            var lease = worker.take(SOON).orElseThrow();
            taken.add(lease.job());
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

    /** Takes until the condition no longer holds; what was taken, if anything. */
    private static Optional<Lease> takenWhile(WorkQueue worker, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (condition.getAsBoolean() && System.nanoTime() < end) {
            var lease = worker.take(Duration.ZERO);
            if (lease.isPresent()) return lease;
        }
        assertThat(condition.getAsBoolean()).as("waited in vain").isFalse();
        return Optional.empty();
    }

    private static String text(ConsumerRecord<String, byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private QueueReader reader(Transport transport) {
        var topic = Kind.TRAIN.topic(queue);
        var group = Kind.TRAIN.group(queue);
        return transport == Transport.SHARE
                ? new ShareReader(broker.settings(), topic, group)
                : new ClassicReader(broker.settings(), topic, group);
    }

    private QueuedJob offered(String id) {
        return offered(Some.job(id));
    }

    private QueuedJob offered(QueuedJob job) {
        coordinator.offer(Kind.TRAIN.topic(queue), job);
        return job;
    }

    private WorkQueue worker(String name, Transport transport) {
        return WorkQueue.open(settings(name, transport));
    }

    private WorkSettings settings(String name, Transport transport) {
        return WorkSettings.of(broker.settings(), name, Kind.TRAIN, List.of(queue))
                .over(transport);
    }
}
