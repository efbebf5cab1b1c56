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

/** The coordinator killed and started again, with nothing left on its disk. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CoordinatorKillTest {
    @TempDir
    private static Path dir;

    private static House house;
    private static Child coordinator;
    private static Child worker;

    @BeforeAll
    static void open() {
        house = House.open(dir);
        coordinator = house.coordinator();
    }

    @AfterAll
    static void close() {
        if (house != null) house.close();
    }

    @Test
    @Order(1)
    void a_job_that_waits_outlives_the_coordinator_that_accepted_it() {
        house.submit("waiting", 2, 6);
        coordinator.kill();
        worker = house.startWorker("train-1");
        house.startEvaluator("eval-1");
        worker.hasSaid("takes TRAIN jobs"); // and claims one, with nobody there to answer
        coordinator = house.startCoordinator();
        house.submit("waiting", 2, 6); // as somebody does who got no answer

        house.ended("waiting");
    }

    @Test
    @Order(2)
    void a_job_that_runs_and_one_that_waits_outlive_the_coordinator() {
        house.submit("running", 4, 1);
        house.submit("behind-running", 2, 6);
        house.training("running", 2);
        coordinator.kill();
        coordinator = house.startCoordinator();

        house.ended("running", "behind-running");
    }

    @Test
    @Order(3)
    void a_worker_that_dies_while_no_coordinator_sees_it_is_missed_by_the_next() {
        house.submit("orphan", 4, 1);
        house.training("orphan", 2);
        coordinator.kill();
        worker.kill();
        coordinator = house.startCoordinator();
        worker = house.startWorker("train-2");

        house.event(JobEvent.LeaseLost.class, "orphan", e -> e.worker().startsWith("train-1-"));
        house.ended("orphan");
    }

    @Test
    @Order(4)
    void after_all_of_this_every_promise_is_kept() {
        assertThat(Promises.areKept(house, dir))
                .as("train jobs and their evaluations")
                .isEqualTo(4 + (2 + 4 + 2 + 4));
    }
}
