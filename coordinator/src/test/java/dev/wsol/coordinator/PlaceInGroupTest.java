package dev.wsol.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.work.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceInGroupTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    /** So long that nobody waits for the end of a session here. */
    private static final Duration SESSION = Duration.ofMinutes(1);

    @Test
    void a_copy_of_a_coordinator_takes_its_place_at_once_and_the_older_one_stops_and_stays_down(@TempDir Path dir)
            throws Exception {
        try (var broker = TestBroker.start(dir.resolve("kafka"));
                var older = start(broker, dir.resolve("a"))) {
            Await.until("older", LONG, () -> older.health().status().equals("up"));
            var name = Files.readString(dir.resolve("a/member"));
            assertThat(members(broker)).containsExactly(name + "-1");

            Files.createDirectories(dir.resolve("b"));
            Files.copy(dir.resolve("a/member"), dir.resolve("b/member"));
            try (var copy = start(broker, dir.resolve("b"))) {
                Await.until("copy", LONG, () -> copy.health().status().equals("up"));
                Await.until("end of older", LONG, () -> older.health().status().equals("down"));

                assertThat(members(broker)).containsExactly(name + "-1");
                assertThat(copy.health().status()).isEqualTo("up");
            }
        }
    }

    private static Coordinator start(TestBroker broker, Path folder) {
        return Coordinator.start(CoordinatorSettings.of(broker.settings())
                .withPort(0)
                .withStateDir(folder)
                .withSessionTimeout(SESSION));
    }

    private static List<String> members(TestBroker broker) throws Exception {
        try (var admin = Admin.create(
                Map.<String, Object>of("bootstrap.servers", broker.settings().bootstrap()))) {
            var group = "wsol-coordinator";
            return admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get().members().stream()
                    .map(MemberDescription::groupInstanceId)
                    .map(id -> id.orElse("none"))
                    .toList();
        }
    }
}
