package dev.wsol.coordinator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.LeaseLost;
import dev.wsol.contract.JobEvent.Submitted;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Report;
import dev.wsol.contract.work.Kind;
import dev.wsol.contract.work.WorkQueue;
import dev.wsol.contract.work.WorkSettings;
import dev.wsol.coordinator.Await;
import dev.wsol.coordinator.Samples;
import dev.wsol.coordinator.job.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job book on a real broker when something goes wrong between the two. */
class TroubledStreamTest {
    private static final JobId A = new JobId("a");
    private static final JobId B = new JobId("b");
    private static final JobId C = new JobId("c");
    private static final String QUEUE = "troubled";

    @TempDir
    private Path dir;

    private StreamScene scene;

    @BeforeEach
    void open() {
        scene = new StreamScene(dir);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void an_offer_that_kafka_does_not_take_is_made_again_and_its_job_is_told_of_once() {
        scene.topics.ensureQueue(Kind.TRAIN, QUEUE);
        limit(OpType.SET);
        scene.start(Rules.DEFAULT, scene.topics::ensureQueue);

        scene.submit(A, Instant.now(), on(QUEUE));
        Await.until("a second try", StreamScene.LONG, () -> submitted(scene.tried()) > 1);
        assertThat(scene.events())
                .as("nothing is told of an offer that is not there")
                .isEmpty();
        limit(OpType.DELETE);

        try (var worker = WorkQueue.open(WorkSettings.of(scene.broker.settings(), "w", Kind.TRAIN, List.of(QUEUE)));
                var lease = worker.take(StreamScene.LONG).orElseThrow()) {
            assertThat(lease.job().job()).isEqualTo(A);
            assertThat(lease.job().leaseEpoch()).isEqualTo(1);
        }
        assertThat(scene.until(JobEvent.LeaseGranted.class::isInstance))
                .extracting(e -> e.getClass().getSimpleName())
                .containsSubsequence("Submitted", "Queued", "LeaseGranted")
                .containsOnlyOnce("Submitted", "Queued");
    }

    private static long submitted(List<JobEvent> events) {
        return events.stream().filter(Submitted.class::isInstance).count();
    }

    /** While it is set, the queue takes no record that is larger than nothing. */
    private void limit(OpType how) {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, Kind.TRAIN.topic(QUEUE));
        var change = new AlterConfigOp(new ConfigEntry("max.message.bytes", "1"), how);
        try (var admin = Admin.create(scene.broker.settings().with(Map.of()))) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(change)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(StreamScene.LONG.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    /** As when the brokers do not answer a coordinator that wants a queue made, while reports reach them. */
    @Test
    void signs_of_life_that_wait_while_the_coordinator_is_held_up_count_when_it_goes_on() {
        var lease = Duration.ofSeconds(2);
        var heldUp = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        scene.start(Rules.DEFAULT.withLease(lease), (kind, queue) -> {
            if (queue.equals(QUEUE)) {
                heldUp.countDown();
                await(goesOn);
            }
            scene.topics.ensureQueue(kind, queue);
        });
        scene.submit(A, Instant.now(), on("default"));
        scene.until(e -> e instanceof JobEvent.Queued);
        scene.say(A, 1, Instant.now(), new Report.Claimed());
        scene.until(e -> e instanceof JobEvent.LeaseGranted);

        scene.submit(B, Instant.now(), on(QUEUE));
        await(heldUp);
        long end = System.nanoTime() + lease.multipliedBy(2).toNanos();
        Await.until("two leases have passed", StreamScene.LONG, () -> {
            scene.say(A, 1, Instant.now(), new Report.Alive());
            return System.nanoTime() > end;
        });
        goesOn.countDown();
        scene.until(e -> e.job().equals(B));
        scene.submit(C, Instant.now(), on("default"));

        assertThat(scene.until(e -> e.job().equals(C))).noneMatch(LeaseLost.class::isInstance);
        var lost = scene.until(LeaseLost.class::isInstance); // nobody says anything any more
        assertThat(lost.get(lost.size() - 1).job()).isEqualTo(A);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(StreamScene.LONG.toSeconds(), TimeUnit.SECONDS))
                throw new AssertionError("waited in vain");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JobSpec on(String queue) {
        var spec = Samples.train(When.NEVER);
        return new JobSpec.Train(spec.model(), spec.data(), spec.recipe(), spec.evaluation(), queue);
    }
}
