package dev.wsol.infra.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.JobEvent;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers and evaluators killed at chosen moments, in one running system. The worker that takes over in one test is the
 * victim of the next: starting a process is what costs time here.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkerKillTest {
    @TempDir
    private static Path dir;

    private static House house;
    private static Child worker;
    private static Child evaluator;
    private static int started;

    @BeforeAll
    static void open() {
        house = House.open(dir);
        worker = worker();
        evaluator = house.startEvaluator("eval-1");
    }

    @AfterAll
    static void close() {
        if (house != null) house.close();
    }

    @Test
    @Order(1)
    void a_job_whose_worker_dies_before_it_claims_is_done_by_another() {
        house.submit("unclaimed", 3, 6);
        worker.hasSaid("takes TRAIN jobs");
        worker.kill();
        worker = worker();

        house.ended("unclaimed");
    }

    @Test
    @Order(2)
    void a_job_whose_worker_dies_after_its_claim_is_done_by_another() {
        house.submit("claimed", 3, 6);
        house.granted("claimed", worker);
        worker.kill();
        worker = worker();

        assertThat(house.granted("claimed", worker).leaseEpoch()).isGreaterThan(1);
        house.ended("claimed");
    }

    @Test
    @Order(3)
    void training_goes_on_from_the_last_checkpoint_and_the_next_job_is_not_forgotten() {
        house.submit("halfway", 6, 1);
        house.submit("behind-halfway", 3, 6);
        house.training("halfway", 2);
        worker.kill();
        worker = worker();

        var again =
                house.event(JobEvent.Queued.class, "halfway", e -> e.reason() == JobEvent.QueuedReason.LEASE_WAS_LOST);
        assertThat(again.resumeFrom()).as("where %s continues", again).isPresent();
        house.ended("halfway", "behind-halfway");
    }

    @Test
    @Order(4)
    void a_checkpoint_that_was_not_stored_in_full_does_not_exist() {
        var hold = house.gate().hold("/jobs/upload/e[0-9]+/checkpoints/0002/trainer\\.safetensors");
        house.submit("upload", 3, 6);
        house.until("the second checkpoint to be on its way", hold::reached);
        worker.kill();
        hold.end();
        try (var store = house.checkpoints()) {
            assertThat(store.objects().keys("jobs/upload/e1/checkpoints/0002/"))
                    .as("objects of a checkpoint half stored")
                    .containsExactly("jobs/upload/e1/checkpoints/0002/model.safetensors");
        }
        worker = worker();

        house.ended("upload");
    }

    @Test
    @Order(5)
    void an_evaluation_whose_evaluator_dies_is_done_by_another_and_counted_once() {
        evaluator.kill();
        house.submit("scored", 4, 6);
        evaluator = house.startEvaluator("eval-2");
        var first = house.until("a grant for " + evaluator.name(), () -> house.ledger().events().stream()
                .filter(e -> e instanceof JobEvent.LeaseGranted g && g.worker().startsWith("eval-2-"))
                .findFirst()
                .orElse(null));
        evaluator.kill();
        evaluator = house.startEvaluator("eval-3");

        house.event(JobEvent.LeaseLost.class, first.job().value(), e -> true);
        house.ended("scored");
    }

    @Test
    @Order(6)
    void a_worker_that_stood_still_for_too_long_has_no_say_any_more() {
        house.submit("frozen", 6, 1);
        house.training("frozen", 2);
        var zombie = worker;
        zombie.freeze();
        worker = worker();
        house.granted("frozen", worker);
        zombie.thaw();

        zombie.hasSaid("Job frozen stopped");
        zombie.kill();
        house.ended("frozen");
    }

    @Test
    @Order(7)
    void after_all_of_this_every_promise_is_kept() {
        assertThat(Promises.areKept(house, dir)).as("jobs").isEqualTo(7 + 3 + 3 + 6 + 3 + 3 + 4 + 6);
    }

    private static Child worker() {
        return house.startWorker("train-" + ++started);
    }
}
