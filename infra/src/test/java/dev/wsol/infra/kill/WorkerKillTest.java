package dev.wsol.infra.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.JobEvent;
import java.nio.file.Path;
import java.util.List;
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
        house.submit("unclaimed", 2, 6);
        worker.hasSaid("takes TRAIN jobs");
        worker.kill();
        worker = worker();

        house.ended("unclaimed");
    }

    @Test
    @Order(2)
    void a_job_whose_worker_dies_after_its_claim_is_done_by_another() {
        house.submit("claimed", 2, 6);
        house.granted("claimed", worker);
        worker.kill();
        worker = worker();

        assertThat(house.granted("claimed", worker).leaseEpoch()).isGreaterThan(1);
        house.ended("claimed");
    }

    @Test
    @Order(3)
    void training_goes_on_from_the_last_checkpoint_and_the_next_job_is_not_forgotten() {
        house.submit("halfway", 4, 1);
        house.submit("behind-halfway", 2, 6);
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
        house.submit("upload", 2, 6);
        house.until("the second checkpoint to be on its way", hold::reached);
        worker.kill();
        hold.end();
        worker = worker();

        house.ended("upload");
        assertThat(objects("jobs/upload/e1/checkpoints/0002/"))
                .as("objects of a checkpoint half stored")
                .containsExactly("model.safetensors");
    }

    @Test
    @Order(5)
    void a_checkpoint_that_nobody_was_told_of_is_made_again_beside_it() {
        var hold = house.gate().holdAnswer("/jobs/untold/e[0-9]+/checkpoints/0002/manifest\\.json");
        house.submit("untold", 2, 6);
        house.until("the second checkpoint to be stored", hold::reached);
        worker.kill();
        hold.end();
        worker = worker();

        house.ended("untold");
        assertThat(objects("jobs/untold/e1/checkpoints/0002/"))
                .as("objects of a checkpoint that was not told")
                .hasSize(3);
    }

    @Test
    @Order(6)
    void an_evaluation_whose_evaluator_dies_after_its_grant_is_done_by_another() {
        evaluator.kill();
        house.submit("scored", 2, 6);
        evaluator = house.startEvaluator("eval-2");
        var first = house.until("a grant for eval-2", () -> house.ledger().events().stream()
                .filter(e -> e instanceof JobEvent.LeaseGranted g && g.worker().startsWith("eval-2-"))
                .findFirst()
                .orElse(null));
        evaluator.kill();
        evaluator = house.startEvaluator("eval-3");

        house.event(JobEvent.LeaseLost.class, first.job().value(), e -> true);
        house.ended("scored");
    }

    @Test
    @Order(7)
    void an_evaluation_that_was_done_but_not_told_is_done_again_and_counted_once() {
        var hold = house.gate().holdAnswer("/evaluations/half-told-[a-z0-9-]+/e1/result\\.json");
        house.submit("half-told", 2, 6);
        house.until("the files of an evaluation to be stored", hold::reached);
        evaluator.kill();
        hold.end();
        evaluator = house.startEvaluator("eval-4");

        house.ended("half-told");
    }

    @Test
    @Order(8)
    void a_worker_that_stood_still_for_too_long_has_no_say_any_more() {
        house.submit("frozen", 4, 1);
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
    @Order(9)
    void after_all_of_this_every_promise_is_kept() {
        int short2 = 7 * (1 + 2);
        int long4 = 2 * (1 + 4);
        assertThat(Promises.areKept(house, dir))
                .as("train jobs and their evaluations")
                .isEqualTo(short2 + long4);
    }

    @Test
    @Order(10)
    void being_killed_does_not_change_what_is_learned() {
        Promises.sameWeights(house, dir, "unclaimed", "claimed");
        Promises.sameWeights(house, dir, "unclaimed", "upload");
        Promises.sameWeights(house, dir, "unclaimed", "untold");
        Promises.sameWeights(house, dir, "halfway", "frozen");
    }

    private static Child worker() {
        return house.startWorker("train-" + ++started);
    }

    /** Names below this prefix. */
    private static List<String> objects(String prefix) {
        try (var store = house.checkpoints()) {
            return store.objects().keys(prefix).stream()
                    .map(key -> key.substring(prefix.length()))
                    .toList();
        }
    }
}
