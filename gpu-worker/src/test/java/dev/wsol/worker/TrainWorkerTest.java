package dev.wsol.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Schedule;
import dev.wsol.contract.work.Await;
import dev.wsol.contract.work.FakeCoordinator;
import dev.wsol.contract.work.Kind;
import dev.wsol.contract.work.TestBroker;
import dev.wsol.contract.work.TopicSetup;
import dev.wsol.vision.checkpoint.StoreAtStart;
import dev.wsol.vision.checkpoint.StoreException;
import dev.wsol.worker.job.TestStore;
import dev.wsol.worker.job.TinyData;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole worker on a real broker and a real store; the coordinator is played. */
class TrainWorkerTest {
    private static final String QUEUE = Kind.TRAIN.topic("default");

    @TempDir
    private Path dir;

    @Test
    void two_slots_train_three_jobs_and_a_fourth_is_given_back_when_the_worker_stops() throws Exception {
        var data = TinyData.at(dir.resolve("tiny"));
        try (var broker = TestBroker.start(dir.resolve("kafka"));
                var server = new TestStore(dir.resolve("s3"));
                var setup = topics(broker);
                var coordinator = new FakeCoordinator(broker.settings())) {
            assertThat(setup.shareGroups()).isTrue();
            var settings = WorkerSettings.of(broker.settings(), server.settings())
                    .withSlots(2)
                    .withName("gpu")
                    .withTemp(dir.resolve("temp"));
            var worker = TrainWorker.start(settings);
            var jobs = Stream.of("a", "b", "c").map(id -> job(id, data, 1)).toList();
            jobs.forEach(job -> coordinator.offer(QUEUE, job));
            for (var job : jobs)
                Await.until(job.job() + " is trained", () -> ends(coordinator, job, "TrainingFinished"));

            var endless = job("endless", data, 100_000);
            coordinator.offer(QUEUE, endless);
            Await.until(
                    "the endless job has a checkpoint",
                    () -> coordinator.about(endless).size() > 2);
            worker.close();

            Await.until("the endless job is released", () -> ends(coordinator, endless, "Released"));
            assertThat(coordinator.about(jobs.get(0)))
                    .extracting(r -> r.body().getClass().getSimpleName())
                    .containsExactly("Claimed", "CheckpointSaved", "EpochDone", "TrainingFinished");
            assertThat(coordinator.about(endless).get(0).worker()).matches("gpu-[12]-[0-9a-f]{6}");
        }
    }

    @Test
    void a_store_that_is_not_there_is_named_after_a_bounded_wait() {
        var nowhere = TestStore.at(URI.create("http://127.0.0.1:1"));

        assertThatThrownBy(() -> StoreAtStart.open(nowhere, Duration.ofMillis(700)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    private static boolean ends(FakeCoordinator coordinator, QueuedJob job, String with) {
        var said = coordinator.about(job);
        return !said.isEmpty()
                && said.get(said.size() - 1).body().getClass().getSimpleName().equals(with);
    }

    private static TopicSetup topics(TestBroker broker) {
        var setup = TopicSetup.connect(broker.settings(), Duration.ofSeconds(20));
        setup.ensureFixed();
        setup.ensureQueue(Kind.TRAIN, "default");
        return setup;
    }

    private static QueuedJob job(String id, Path data, int epochs) {
        var recipe = new Recipe(epochs, 5, 1e-3, 0.05, 0, 1, new Schedule.Cosine(0.1));
        var spec = new JobSpec.Train(
                new ModelSpec("tscam", 24, 2, 2),
                new DataRef(data.toString(), 0, 0),
                recipe,
                EvaluationRequest.DEFAULT,
                "default");
        return new QueuedJob(new JobId(id), 1, spec, Optional.empty());
    }
}
