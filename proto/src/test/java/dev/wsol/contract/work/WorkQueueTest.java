package dev.wsol.contract.work;

import static dev.wsol.contract.work.QueueScene.QUIET;
import static dev.wsol.contract.work.QueueScene.SOON;
import static dev.wsol.contract.work.QueueScene.takenWhile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EpochReport;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One contract, both transports, a real broker. */
class WorkQueueTest extends OnQueueScene {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void a_job_queued_before_any_worker_came_is_claimed_granted_and_taken(Transport transport) {
        var job = scene.offered(queue + "-early");

        try (var worker = scene.worker("w", transport);
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
        var job = scene.offered(queue + "-orphan");
        var dead = reader(transport);
        Await.until("the first worker has the record", () -> dead.poll(Duration.ofMillis(100))
                .isPresent());
        coordinator.answer(new Report(job.job(), 1, "the-dead", Instant.now(), new Report.Claimed()));
        dead.close();

        try (var worker = scene.worker("second", transport)) {
            assertThat(takenWhile(worker, () -> refused(job) == 0)).isEmpty();
            assertThat(worker.take(QUIET)).isEmpty();
        }
        try (var third = scene.worker("third", transport)) {
            assertThat(third.take(QUIET.multipliedBy(2))).isEmpty();
        }
        assertThat(coordinator.about(job))
                .as("nobody claimed it after the refusal")
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void of_two_workers_that_claim_one_job_one_gets_it_and_the_other_goes_on(Transport transport) {
        var job = scene.offered(queue + "-twice");
        scene.offered(job);
        var next = scene.offered(queue + "-next");

        try (var a = scene.worker("a", transport);
                var b = scene.worker("b", transport);
                var first = a.take(SOON).orElseThrow();
                var second = b.take(SOON).orElseThrow()) {
            assertThat(List.of(first.job(), second.job())).containsExactlyInAnyOrder(job, next);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void a_busy_worker_leaves_the_waiting_jobs_to_others(Transport transport) {
        scene.offered(queue + "-1");
        scene.offered(queue + "-2");
        scene.offered(queue + "-3");

        try (var busy = scene.worker("busy", transport);
                var held = busy.take(SOON).orElseThrow();
                var free = scene.worker("free", transport)) {
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
        var job = scene.offered(queue + "-unanswered");

        try (var worker = WorkQueue.open(scene.settings("w", transport).waiting(Duration.ofMillis(300)))) {
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
        var job = scene.offered(queue + "-late");

        try (var worker = WorkQueue.open(scene.settings("w", transport).waiting(Duration.ofMillis(100)))) {
            assertThat(takenWhile(worker, () -> coordinator.about(job).isEmpty()))
                    .isEmpty();
            var claim = coordinator.about(job).get(0);
            coordinator.answer(claim);

            Await.until("the job is released", () -> coordinator.about(job).stream()
                    .anyMatch(r ->
                            r.body() instanceof Report.Released && r.worker().equals(claim.worker())));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void bytes_that_are_no_job_go_to_the_dead_letters_with_the_reason_and_the_next_job_comes(Transport transport) {
        var topic = Kind.TRAIN.topic(queue);
        coordinator.write(topic, "garbage-" + queue, new byte[] {(byte) 0xff, 1, 2});
        var job = scene.offered(queue + "-after-garbage");

        try (var worker = scene.worker("w", transport);
                var lease = worker.take(SOON).orElseThrow();
                var letters = new KafkaConsumer<>(
                        scene.kafka().with(Map.of("auto.offset.reset", "earliest")),
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
        scene.setup.ensureQueue(Kind.TRAIN, high);
        var ordinary = scene.offered(queue + "-ordinary");
        var urgent = Some.job(queue + "-urgent");
        coordinator.offer(Kind.TRAIN.topic(high), urgent);
        var settings = WorkSettings.of(scene.kafka(), "w", Kind.TRAIN, List.of(high, queue))
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

    private long refused(QueuedJob job) {
        return coordinator.about(job).stream()
                .filter(r -> r.body() instanceof Report.Claimed)
                .count();
    }

    private static String text(ConsumerRecord<String, byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private QueueReader reader(Transport transport) {
        var topic = Kind.TRAIN.topic(queue);
        var group = Kind.TRAIN.group(queue);
        return transport == Transport.SHARE
                ? new ShareReader(scene.kafka(), topic, group)
                : new ClassicReader(scene.kafka(), topic, group);
    }
}
