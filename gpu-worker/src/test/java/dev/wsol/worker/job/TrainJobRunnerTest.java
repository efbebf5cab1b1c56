package dev.wsol.worker.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.Failure;
import dev.wsol.contract.InitialWeights;
import dev.wsol.contract.Precision;
import dev.wsol.contract.Progress;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Report;
import dev.wsol.contract.Schedule;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a train job goes and what it says and stores. */
class TrainJobRunnerTest extends TrainJobScene {
    @Test
    void each_epoch_is_stored_before_it_is_reported_and_the_end_is_told_last() {
        var job = run(queued("whole", 2));

        assertThat(job.said())
                .containsExactly("CheckpointSaved", "EpochDone", "CheckpointSaved", "EpochDone", "TrainingFinished");
        assertThat(job.reports).last().isEqualTo(new Report.TrainingFinished(2));
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
    void a_schedule_of_each_kind_can_be_trained() {
        var cosine = new Recipe(1, 4, 1e-3, 0.05, 0.1, 1, new Schedule.Cosine(0.1));

        assertThat(run(queued("cosine", train(TINY, data, cosine))).said()).endsWith("TrainingFinished");
    }
}
