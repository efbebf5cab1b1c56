package dev.wsol.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Precision;
import dev.wsol.contract.QueuedJob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Train jobs that were interrupted, and what they go on from. */
class TrainJobResumeTest extends TrainJobScene {
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
    void curves_that_go_on_take_back_nothing_that_the_attempt_before_had_made() {
        var first = new Recorded(queued("curves", 2));
        runner(store).run(first, () -> first.progress.size() >= 4);
        run(resumed("curves", 2, first.saved().get(1)));

        var before = steps(events("jobs/curves/e1/logs/log/"));
        var after = steps(events("jobs/curves/e2/logs/log/"));

        assertThat(before).containsExactly(0, 1, 2, 3, 4);
        assertThat(after).as("version, restart, two updates").containsExactly(5, 5, 5, 6);
    }

    private byte[] events(String prefix) {
        return store.objects().get(store.objects().keys(prefix).get(0), 1 << 20);
    }

    /** The step of every record; here all are below 128, so one byte behind the time. */
    private static List<Integer> steps(byte[] events) {
        var steps = new ArrayList<Integer>();
        var in = ByteBuffer.wrap(events).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int length = (int) in.getLong();
            steps.add((int) in.get(in.position() + Integer.BYTES + 10));
            in.position(in.position() + length + 2 * Integer.BYTES);
        }
        return steps;
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

    @ParameterizedTest
    @EnumSource
    void a_conformer_trains_and_resumes_to_the_same_bits(Precision precision) {
        var recipe = recipe(2, 5, 1e-3).with(precision);
        var id = "conformer-" + precision.name().toLowerCase(Locale.ROOT);
        var spec = train(ModelSpec.named("conformer_scm_micro_patch16"), data, recipe);
        var whole = run(queued(id, spec));
        var first = new Recorded(queued(id + "-broken", spec));
        runner(store).run(first, () -> first.progress.size() >= 3);
        var left = first.saved().get(1);
        assertThat(List.of(left.epoch(), left.step())).containsExactly(1, 1);

        var rest = run(new QueuedJob(first.job().job(), 2, spec, Optional.of(left)));

        assertThat(rest.said()).endsWith("TrainingFinished");
        assertThat(weights(rest.saved().get(0))).isEqualTo(weights(whole.saved().get(1)));
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

    private static void damage(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
    }

    private static QueuedJob resumed(String id, int epochs, CheckpointRef from) {
        return new QueuedJob(new JobId(id), 2, train(TINY, data, recipe(epochs, 4, 1e-3)), Optional.of(from));
    }
}
