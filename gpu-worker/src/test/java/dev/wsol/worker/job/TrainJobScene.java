package dev.wsol.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Report;
import dev.wsol.contract.Schedule;
import dev.wsol.vision.checkpoint.S3CheckpointStore;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.image.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Real data, engine and store; only the lease is played. */
abstract class TrainJobScene {
    static final ModelSpec TINY = new ModelSpec("tscam", 24, 2, 2);

    @TempDir
    static Path dir;

    static TestStore server;
    static S3CheckpointStore store;
    static SharedImages images;
    static Path data;
    final Path temp = dir.resolve("temp");

    @BeforeAll
    static void start() throws Exception {
        server = new TestStore(dir.resolve("s3"));
        store = server.open();
        data = TinyData.at(dir.resolve("tiny"));
        images = new SharedImages(Decoder.standard(), 2, 1 << 30, dir);
    }

    @AfterAll
    static void stop() throws Exception {
        images.close();
        store.close();
        server.close();
    }

    @AfterEach
    void no_temporary_files_are_left() throws IOException {
        if (!Files.exists(temp)) return;
        try (var left = Files.list(temp)) {
            // The folder of fetched weights is kept on purpose; for weights of the own store it stays empty.
            assertThat(left.map(Path::getFileName).map(Path::toString)).isSubsetOf("weights");
        }
    }

    /** Loss and hits of the last epoch. */
    static List<Double> lastEpoch(Recorded job) {
        var report = ((Report.EpochDone) job.reports.get(job.reports.size() - 2)).report();
        return List.of(report.loss(), report.top1());
    }

    Recorded run(QueuedJob job) {
        return run(job, r -> {});
    }

    Recorded run(QueuedJob job, Consumer<Recorded> onProgress) {
        var recorded = new Recorded(job, onProgress);
        runner(store).run(recorded, () -> false);
        return recorded;
    }

    TrainJobRunner runner(S3CheckpointStore store) {
        return new TrainJobRunner(store, images, Device.cpu(), temp, temp.resolve("weights"));
    }

    static Failure failure(Recorded job) {
        assertThat(job.said()).containsExactly("AttemptFailed");
        return ((Report.AttemptFailed) job.reports.get(0)).failure();
    }

    static Object weights(CheckpointRef ref) {
        var loaded = store.loadModel(ref.uri(), ref.sha256(), dir.resolve(ref.sha256()));
        return Safetensors.read(loaded.model()).tensors();
    }

    static QueuedJob queued(String id, int epochs) {
        return queued(id, train(TINY, data, recipe(epochs, 4, 1e-3)));
    }

    static QueuedJob queued(String id, JobSpec spec) {
        return new QueuedJob(new JobId(id), 1, spec, Optional.empty());
    }

    static Recipe recipe(int epochs, int batch, double rate) {
        return new Recipe(epochs, batch, rate, 0.05, 0.1, 26, new Schedule.Steps(List.of(30), 0.1));
    }

    static JobSpec.Train train(ModelSpec model, Path folder, Recipe recipe) {
        return new JobSpec.Train(
                model, new DataRef(folder.toString(), 0, 0), recipe, EvaluationRequest.DEFAULT, "default");
    }
}
