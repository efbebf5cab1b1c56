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

/** The broker stopped and killed under a system that works, and started again on the same files and port. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokerKillTest {
    @TempDir
    private static Path dir;

    private static House house;

    @BeforeAll
    static void open() {
        house = House.open(dir);
        house.startWorker("train-1");
        house.startEvaluator("eval-1");
    }

    @AfterAll
    static void close() {
        if (house != null) house.close();
    }

    @Test
    @Order(1)
    void jobs_go_on_after_the_broker_was_killed_and_started_again() {
        house.submit("killed", 4, 1);
        house.submit("behind-killed", 2, 6);
        house.training("killed", 2);
        house.broker().kill();
        house.startBroker();

        house.ended("killed", "behind-killed");
    }

    @Test
    @Order(2)
    void a_broker_that_is_away_for_less_than_a_lease_costs_no_attempt() {
        house.coordinator().kill();
        house.leases("60s");
        house.startCoordinator();
        house.submit("stopped", 4, 1);
        house.submit("behind-stopped", 2, 6);
        house.training("stopped", 2);
        house.broker().stop();
        house.startBroker();

        house.ended("stopped", "behind-stopped");
        assertThat(house.ledger().events(JobEvent.LeaseGranted.class, "stopped"))
                .as("grants of stopped")
                .hasSize(1);
    }

    @Test
    @Order(3)
    void after_all_of_this_every_promise_is_kept() {
        assertThat(Promises.areKept(house, dir))
                .as("train jobs and their evaluations")
                .isEqualTo(4 + (4 + 2 + 4 + 2));
    }
}
