package dev.wsol.infra.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.wire.Topics;
import dev.wsol.infra.containers.KafkaCluster;
import dev.wsol.infra.containers.S3Server;
import dev.wsol.infra.containers.WithContainers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three brokers and an S3 server in containers, killed while jobs run. Kafka keeps its own word for when a broker is dead, 9 s
 * by default, and nobody leads its partitions until then: leases here are longer, so that a lost leader must cost no attempt.
 */
@WithContainers
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerLossTest {
    private static final int BROKERS = 3;
    private static final String LEASE = "40s";

    @TempDir
    private static Path dir;

    private static KafkaCluster kafka;
    private static S3Server store;
    private static House house;

    @BeforeAll
    static void open() {
        store = S3Server.start();
        kafka = KafkaCluster.start(BROKERS);
        house = House.at(kafka.bootstrap(), store.settings(), LEASE, dir);
        house.startWorker("train-1");
        house.startEvaluator("eval-1");
    }

    @AfterAll
    static void close() {
        if (house != null) house.close();
        if (kafka != null) kafka.close();
        if (store != null) store.close();
    }

    @Test
    @Order(1)
    void every_broker_holds_what_was_said() {
        for (var topic : new String[] {Topics.COMMANDS, Topics.REPORTS, Topics.EVENTS, Topics.RESULTS})
            assertThat(kafka.inSync(topic)).as("copies of " + topic).isEqualTo(BROKERS);
    }

    @Test
    @Order(2)
    void jobs_go_on_when_the_leader_of_the_commands_is_killed() {
        theLeaderIsKilled(Topics.COMMANDS, "commands");
    }

    @Test
    @Order(3)
    void jobs_go_on_when_the_leader_of_the_events_is_killed() {
        theLeaderIsKilled(Topics.EVENTS, "events");
    }

    @Test
    @Order(4)
    void a_job_outlives_its_object_store() {
        house.submit("stored", 4, 1);
        house.training("stored", 2);
        store.kill();
        store.startAgain();

        house.ended("stored");
        assertThat(house.ledger().events(JobEvent.Finished.class, "stored")).hasSize(1);
    }

    @Test
    @Order(5)
    void after_all_of_this_every_promise_is_kept() {
        int running = 2 * (1 + 4);
        int behind = 2 * (1 + 2);
        assertThat(Promises.areKept(house, dir))
                .as("train jobs and their evaluations")
                .isEqualTo(running + behind + (1 + 4));
    }

    private static void theLeaderIsKilled(String topic, String name) {
        house.submit(name, 4, 1);
        house.training(name, 2);
        int leader = kafka.leader(topic);
        kafka.kill(leader);
        house.submitWhenPossible("behind-" + name, 2, 6); // accepted by those that are left

        house.ended(name, "behind-" + name);
        assertThat(house.ledger().events(JobEvent.LeaseGranted.class, name))
                .as("grants of " + name)
                .hasSize(1);
        assertThat(kafka.leader(topic)).isNotEqualTo(leader);
        kafka.startAgain(leader);
        house.until("the broker to catch up", () -> kafka.inSync(topic) == BROKERS);
    }
}
