package dev.wsol.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.Refinements;
import dev.wsol.vision.checkpoint.S3CheckpointStore;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a train job fails, and whose fault it is. */
class TrainJobFailureTest extends TrainJobScene {
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
    }

    @Test
    void heads_that_do_not_divide_the_width_of_the_network_are_the_fault_of_the_job() {
        var model = new ModelSpec("deit_tscam_micro_patch16_224", 0, 0, 5);

        var failure = failure(run(queued("five-heads", train(model, data, recipe(1, 2, 1e-3)))));

        assertThat(failure.code()).isEqualTo(Failure.Code.BAD_SPEC);
        assertThat(failure.message()).contains("heads must divide the width");
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
}
