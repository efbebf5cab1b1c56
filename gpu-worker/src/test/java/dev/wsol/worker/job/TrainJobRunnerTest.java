package dev.wsol.worker.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.Failure;
import dev.wsol.contract.InitialWeights;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.Precision;
import dev.wsol.contract.Progress;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Refinements;
import dev.wsol.contract.Report;
import dev.wsol.contract.Schedule;
import dev.wsol.vision.checkpoint.S3CheckpointStore;
import dev.wsol.vision.image.Decoder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real data, engine and store; only the lease is played. */
class TrainJobRunnerTest {
    private static final ModelSpec TINY = new ModelSpec("tscam", 24, 2, 2);

    @TempDir
    private static Path dir;

    private static TestStore server;
    private static S3CheckpointStore store;
    private static SharedImages images;
    private static Path data;
    private final Path temp = dir.resolve("temp");

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

    @Test
    void each_epoch_is_stored_before_it_is_reported_and_the_end_is_told_last() {
        var job = run(queued("whole", 2));

        assertThat(job.said())
                .containsExactly("CheckpointSaved", "EpochDone", "CheckpointSaved", "EpochDone", "TrainingFinished");
        assertThat(job.saved())
                .extracting(CheckpointRef::uri)
                .containsExactly(
                        "s3://wsol/jobs/whole/e1/checkpoints/0001", "s3://wsol/jobs/whole/e1/checkpoints/0002");
        var last = job.saved().get(1);
        var loaded = store.loadModel(last.uri(), last.sha256(), dir.resolve("check"));
        assertThat(loaded.about())
                .containsEntry("epoch", 2)
                .containsEntry("classes", 2)
                .containsEntry("seed", 26);
        assertThat(job.progress).hasSize(2 * 3);
        var step = (Progress.Training) job.progress.get(5);
        assertThat(List.of(step.epoch(), step.epochs(), step.step(), step.stepsPerEpoch()))
                .containsExactly(2, 2, 3, 3);
        assertThat(step.imagesPerSecond()).isPositive();
    }

    @Test
    void a_job_taken_up_by_another_worker_ends_with_the_same_bits_as_one_never_interrupted() {
        var whole = run(queued("same", 2)).saved().get(1);
        var half = run(queued("same-half", 2), r -> r.stop = r.saved().isEmpty() ? null : "lost")
                .saved();
        assertThat(half).as("stopped after the first epoch").hasSize(1);

        var rest = run(resumed("same-half", 2, half.get(0))).saved();

        assertThat(rest).hasSize(1);
        assertThat(rest.get(0).uri()).endsWith("/e2/checkpoints/0002");
        var a = weights(whole);
        assertThat(weights(rest.get(0))).isEqualTo(a);
    }

    @Test
    void a_job_whose_epochs_are_all_done_finishes_at_once() {
        var done = run(queued("done", 1)).saved().get(0);

        assertThat(run(resumed("done", 1, done)).said()).containsExactly("TrainingFinished");
    }

    @Test
    void from_a_damaged_checkpoint_the_job_falls_back_to_an_older_one() throws IOException {
        var saved = run(queued("damaged", 2)).saved();
        damage(server.file(saved.get(1).uri(), "trainer.safetensors"));

        var again = run(resumed("damaged", 3, saved.get(1)));

        assertThat(again.saved()).extracting(CheckpointRef::epoch).containsExactly(2, 3);
        assertThat(again.said()).endsWith("TrainingFinished");
    }

    @Test
    void when_no_checkpoint_can_be_used_the_job_fails_and_names_the_first() throws IOException {
        var saved = run(queued("ruined", 1)).saved().get(0);
        damage(server.file(saved.uri(), "model.safetensors"));

        var failure = failure(run(resumed("ruined", 2, saved)));

        assertThat(failure.code()).isEqualTo(Failure.Code.CORRUPT_CHECKPOINT);
        assertThat(failure.message()).contains("jobs/ruined/e1/checkpoints/0001");
    }

    @Test
    void the_logs_that_people_expect_lie_in_the_store_beside_the_checkpoints() throws IOException {
        run(queued("logged", 2));

        var keys = store.objects().keys("jobs/logged/");
        assertThat(keys)
                .anyMatch(k -> k.matches("jobs/logged/e1/logs/Log_\\d{4}-\\d\\d-\\d\\d-\\d\\d-\\d\\d\\.txt"))
                .anyMatch(k -> k.startsWith("jobs/logged/e1/logs/log/events.out.tfevents."))
                .contains(
                        "jobs/logged/e1/logs/backup/recipe.json",
                        "jobs/logged/e1/logs/backup/versions.json",
                        "jobs/logged/logs/run.json",
                        "jobs/logged/logs/val.txt");
        var console = keys.stream().filter(k -> k.contains("/Log_")).findFirst().orElseThrow();
        assertThat(new String(store.objects().get(console, 1 << 20), UTF_8)
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .matches("Train Epoch: \\[1]\\[3/3],lr: 0\\.00100\tLoss \\d\\.\\d{4} \\(\\d\\.\\d{4}\\)"
                        + "\tPrec@1 [\\d.]+ \\([\\d.]+\\)\tPrec@5 [\\d.]+ \\([\\d.]+\\)");
        var card = new ObjectMapper().readTree(store.objects().get("jobs/logged/logs/run.json", 1 << 20));
        assertThat(card.at("/spec/recipe/seed").asLong()).isEqualTo(26);
        assertThat(card.at("/initialWeights/sha256").asText()).hasSize(64);
        assertThat(card.at("/attempts/0/epochsDone").asInt()).isEqualTo(2);
        assertThat(card.at("/attempts/0/engine/name").asText()).isEqualTo("PyTorch");
        assertThat(card.at("/attempts/0/checkpoints").size()).isEqualTo(2);
        assertThat(card.at("/data/trainImages").asInt()).isEqualTo(TinyData.TRAIN);
    }

    @Test
    void a_cancelled_job_stops_between_steps_and_says_and_stores_nothing_more() {
        var job = run(queued("cancelled", 3), r -> r.stop = "cancelled: enough");

        assertThat(job.progress).hasSize(1);
        assertThat(job.reports).isEmpty();
        assertThat(store.objects().keys("jobs/cancelled/")).isEmpty();
    }

    @Test
    void a_job_cancelled_in_its_last_step_is_neither_stored_nor_called_finished() {
        var job = run(queued("late", 1), r -> r.stop = r.progress.size() == 3 ? "cancelled: late" : null);

        assertThat(job.reports).isEmpty();
        assertThat(store.objects().keys("jobs/late/")).isEmpty();
    }

    @Test
    void a_draining_worker_gives_its_job_back() {
        var job = new Recorded(queued("drained", 3));

        runner(store).run(job, () -> job.progress.size() >= 2);

        assertThat(job.progress).hasSize(2);
        assertThat(job.said()).containsExactly("CheckpointSaved", "Released");
        assertThat(job.saved().get(0).uri()).endsWith("/drained/e1/checkpoints/0000-000002");
    }

    @Test
    void a_job_given_back_in_the_middle_of_an_epoch_ends_with_the_same_bits_and_figures() {
        var whole = run(queued("unbroken", 2));
        var first = new Recorded(queued("broken", 2));
        runner(store).run(first, () -> first.progress.size() >= 4);
        var left = first.saved().get(1);
        assertThat(List.of(left.epoch(), left.step())).containsExactly(1, 1);

        var rest = run(resumed("broken", 2, left));

        assertThat(rest.progress).hasSize(2);
        assertThat(weights(rest.saved().get(0))).isEqualTo(weights(whole.saved().get(1)));
        assertThat(lastEpoch(rest)).isEqualTo(lastEpoch(whole));
    }

    @Test
    void training_is_saved_every_so_many_minutes_and_a_killed_worker_loses_no_more_than_that() {
        var plain = train(TINY, data, recipe(2, 4, 1e-3));
        var spec = new JobSpec.Train(plain.model(), plain.data(), plain.recipe(), plain.evaluation(), "default", 1);
        var job = new Recorded(queued("minutes", spec), r -> r.stop = r.progress.size() == 6 ? "killed" : r.stop);
        var minutes = new AtomicLong(); // every look at the clock is a minute later

        new TrainJobRunner(
                        store,
                        images,
                        Device.cpu(),
                        temp,
                        temp.resolve("weights"),
                        () -> minutes.addAndGet(60_000_000_000L))
                .run(job, () -> false);

        assertThat(job.saved())
                .extracting(CheckpointRef::uri)
                .extracting(uri -> uri.substring(uri.lastIndexOf('/') + 1))
                .containsExactly("0000-000001", "0000-000002", "0001", "0001-000001", "0001-000002");
        assertThat(store.objects().keys("jobs/minutes/e1/checkpoints/"))
                .as("states before the end of an epoch are removed once it is stored")
                .noneMatch(key -> key.contains("/0000-"))
                .anyMatch(key -> key.contains("/0001-000001/"));
        var rest = run(resumed("minutes", 2, job.saved().get(3)));
        assertThat(weights(rest.saved().get(0)))
                .isEqualTo(weights(run(queued("hours", 2)).saved().get(1)));
        assertThat(store.objects().keys("jobs/minutes/"))
                .as("also those of the attempt before")
                .noneMatch(key -> key.contains("checkpoints/0001-"));
    }

    @Test
    void from_a_state_in_mid_epoch_that_is_gone_the_job_begins_anew_and_ends_with_the_same_bits() {
        var first = new Recorded(queued("gone", 1));
        runner(store).run(first, () -> first.progress.size() >= 2);
        var named = first.saved().get(0);
        store.objects().keys("jobs/gone/e1/checkpoints/").forEach(store.objects()::delete);

        var rest = run(resumed("gone", 1, named));

        assertThat(rest.progress).hasSize(3);
        assertThat(weights(rest.saved().get(0)))
                .isEqualTo(weights(run(queued("there", 1)).saved().get(0)));
    }

    @Test
    void a_conformer_trains_and_resumes_to_the_same_bits() {
        var spec = train(ModelSpec.named("conformer_scm_micro_patch16"), data, recipe(2, 5, 1e-3));
        var whole = run(queued("conformer", spec));
        var first = new Recorded(queued("conformer-broken", spec));
        runner(store).run(first, () -> first.progress.size() >= 3);
        var left = first.saved().get(1);
        assertThat(List.of(left.epoch(), left.step())).containsExactly(1, 1);

        var rest = run(new QueuedJob(new JobId("conformer-broken"), 2, spec, Optional.of(left)));

        assertThat(rest.said()).endsWith("TrainingFinished");
        assertThat(weights(rest.saved().get(0))).isEqualTo(weights(whole.saved().get(1)));
    }

    /** Loss and hits of the last epoch. */
    private static List<Double> lastEpoch(Recorded job) {
        var report = ((Report.EpochDone) job.reports.get(job.reports.size() - 2)).report();
        return List.of(report.loss(), report.top1());
    }

    @Test
    void from_a_damaged_state_in_mid_epoch_the_job_falls_back_to_the_end_of_the_epoch_before() throws IOException {
        var first = new Recorded(queued("cracked", 2));
        runner(store).run(first, () -> first.progress.size() >= 4);
        damage(server.file(first.saved().get(1).uri(), "trainer.safetensors"));

        var rest = run(resumed("cracked", 2, first.saved().get(1)));

        assertThat(rest.progress).hasSize(3);
        assertThat(rest.said()).endsWith("TrainingFinished");
    }

    @Test
    void training_starts_from_given_weights_and_a_wrong_digest_is_refused() {
        var start = run(queued("start", 1)).saved().get(0);
        var recipe = recipe(1, 4, 1e-30);

        var job = run(
                queued("continued", train(TINY, data, recipe.with(new InitialWeights(start.uri(), start.sha256())))));
        var file = new InitialWeights(start.uri() + "/model.safetensors", start.sha256());
        var alone = run(queued("from-one-file", train(TINY, data, recipe.with(file))));
        var wrong = run(
                queued("mistaken", train(TINY, data, recipe.with(new InitialWeights(start.uri(), "0".repeat(64))))));

        assertThat(weights(job.saved().get(0))).isEqualTo(weights(start));
        assertThat(weights(alone.saved().get(0))).isEqualTo(weights(start));
        assertThat(failure(wrong).code()).isEqualTo(Failure.Code.CORRUPT_CHECKPOINT);
        assertThat(failure(wrong).message()).contains(start.sha256());
    }

    @Test
    void a_loss_that_is_no_number_fails_the_job_with_epoch_step_and_last_good_checkpoint() {
        var job = run(queued("diverging", train(TINY, data, recipe(3, 4, 1e30))));

        assertThat(failure(job).code()).isEqualTo(Failure.Code.DIVERGED);
        assertThat(failure(job).message())
                .contains("epoch 1")
                .contains("step 2")
                .contains("last good checkpoint: none");
        assertThat(store.objects().keys("jobs/diverging/"))
                .as("logs, and no checkpoint")
                .isNotEmpty()
                .allMatch(k -> k.contains("/logs/"));
    }

    @Test
    void a_batch_larger_than_the_data_is_the_fault_of_the_data() {
        var failure = failure(run(queued("greedy", train(TINY, data, recipe(1, TinyData.TRAIN + 1, 1e-3)))));

        assertThat(failure.code()).isEqualTo(Failure.Code.BAD_DATA);
        assertThat(failure.message()).contains("batch of 11").contains("10 training images");
    }

    @Test
    void what_this_build_cannot_train_is_refused_and_not_replaced() {
        var dropout = recipe(1, 2, 1e-3).with(new Refinements(0, 0, 0, 0.1, 1));

        var failure = failure(run(queued("dropping", train(TINY, data, dropout))));

        assertThat(failure.code()).isEqualTo(Failure.Code.BAD_SPEC);
        assertThat(failure.message()).contains("dropout");

        var narrow = recipe(1, 2, 1e-3).with(Precision.BF16);
        var conformer = ModelSpec.named("conformer_scm_micro_patch16");
        assertThat(failure(run(queued("narrow-conformer", train(conformer, data, narrow))))
                        .message())
                .contains("fp32 only");
    }

    @Test
    void a_job_in_bf16_trains_nearly_but_not_quite_as_in_fp32() {
        var recipe = recipe(1, 2, 1e-3);

        var wide = run(queued("wide", train(TINY, data, recipe)));
        var narrow = run(queued("narrow", train(TINY, data, recipe.with(Precision.BF16))));

        assertThat(narrow.said()).endsWith("TrainingFinished");
        assertThat(lastEpoch(narrow).get(0)).isCloseTo(lastEpoch(wide).get(0), within(0.05));
        assertThat(weights(narrow.saved().get(0)))
                .isNotEqualTo(weights(wide.saved().get(0)));
    }

    @Test
    void a_missing_folder_is_named() {
        var failure = failure(run(queued("homeless", train(TINY, dir.resolve("nowhere"), recipe(1, 2, 1e-3)))));

        assertThat(failure.code()).isEqualTo(Failure.Code.BAD_DATA);
        assertThat(failure.message()).contains("nowhere");
    }

    @Test
    void an_evaluate_job_in_a_train_queue_is_refused() {
        var spec = new JobSpec.Evaluate(
                new CheckpointRef("s3://wsol/x", "0".repeat(64), 1),
                TINY,
                DataRef.at("/d"),
                List.of("scm"),
                0,
                "default",
                Origin.UNKNOWN);

        assertThat(failure(run(queued("lost", spec))).code()).isEqualTo(Failure.Code.BAD_SPEC);
    }

    @Test
    void a_store_that_does_not_answer_is_named() {
        try (var gone = S3CheckpointStore.open(TestStore.at(URI.create("http://127.0.0.1:1")))) {
            var job = new Recorded(queued("storeless", 1));

            runner(gone).run(job, () -> false);

            assertThat(failure(job).code()).isEqualTo(Failure.Code.STORE_UNREACHABLE);
            assertThat(failure(job).message()).contains("127.0.0.1:1");
        }
    }

    @Test
    void a_schedule_of_each_kind_can_be_trained() {
        var cosine = new Recipe(1, 4, 1e-3, 0.05, 0.1, 1, new Schedule.Cosine(0.1));

        assertThat(run(queued("cosine", train(TINY, data, cosine))).said()).endsWith("TrainingFinished");
    }

    private Recorded run(QueuedJob job) {
        return run(job, r -> {});
    }

    private Recorded run(QueuedJob job, java.util.function.Consumer<Recorded> onProgress) {
        var recorded = new Recorded(job, onProgress);
        runner(store).run(recorded, () -> false);
        return recorded;
    }

    private TrainJobRunner runner(S3CheckpointStore store) {
        return new TrainJobRunner(store, images, Device.cpu(), temp, temp.resolve("weights"));
    }

    private static Failure failure(Recorded job) {
        assertThat(job.said()).containsExactly("AttemptFailed");
        return ((Report.AttemptFailed) job.reports.get(0)).failure();
    }

    private static Object weights(CheckpointRef ref) {
        var loaded = store.loadModel(ref.uri(), ref.sha256(), dir.resolve(ref.sha256()));
        return dev.wsol.vision.checkpoint.Safetensors.read(loaded.model()).tensors();
    }

    private static void damage(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
    }

    private static QueuedJob queued(String id, int epochs) {
        return queued(id, train(TINY, data, recipe(epochs, 4, 1e-3)));
    }

    private static QueuedJob queued(String id, JobSpec spec) {
        return new QueuedJob(new JobId(id), 1, spec, Optional.empty());
    }

    private static QueuedJob resumed(String id, int epochs, CheckpointRef from) {
        return new QueuedJob(new JobId(id), 2, train(TINY, data, recipe(epochs, 4, 1e-3)), Optional.of(from));
    }

    private static Recipe recipe(int epochs, int batch, double rate) {
        return new Recipe(epochs, batch, rate, 0.05, 0.1, 26, new Schedule.Steps(List.of(30), 0.1));
    }

    private static JobSpec.Train train(ModelSpec model, Path folder, Recipe recipe) {
        return new JobSpec.Train(
                model, new DataRef(folder.toString(), 0, 0), recipe, EvaluationRequest.DEFAULT, "default");
    }
}
