package dev.wsol.contract.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSetupTest {
    @TempDir
    private static Path dir;

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(dir);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void making_all_topics_twice_is_the_same_as_once() throws Exception {
        try (var setup = TopicSetup.connect(broker.settings(), Duration.ofSeconds(20))) {
            setup.ensureFixed();
            setup.ensureQueue(Kind.TRAIN, "default");
        }
        try (var again = TopicSetup.connect(broker.settings(), Duration.ofSeconds(20));
                var admin = Admin.create(broker.settings().with(Map.of()))) {
            again.ensureFixed();
            again.ensureQueue(Kind.TRAIN, "default");

            assertThat(admin.listTopics().names().get())
                    .containsAll(Topics.SETTINGS.keySet())
                    .contains("wsol.queue.train.default");
            var group = new ConfigResource(ConfigResource.Type.GROUP, "wsol-train-default");
            // The broker tells of a setting a moment after it has taken it.
            Await.until("the group reads from the beginning", () -> setting(admin, group, "share.auto.offset.reset")
                    .equals("earliest"));
            Await.until("the group reads what is committed", () -> setting(admin, group, "share.isolation.level")
                    .equals("read_committed"));
        }
    }

    private static String setting(Admin admin, ConfigResource of, String name) {
        try {
            return admin.describeConfigs(List.of(of))
                    .all()
                    .get()
                    .get(of)
                    .get(name)
                    .value();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_event_topic_with_two_partitions_is_refused_by_name(@TempDir Path second) throws Exception {
        try (var other = TestBroker.start(second);
                var admin = Admin.create(other.settings().with(Map.of()));
                var setup = TopicSetup.connect(other.settings(), Duration.ofSeconds(20))) {
            admin.createTopics(List.of(new NewTopic(Topics.EVENTS, Optional.of(2), Optional.empty())))
                    .all()
                    .get();

            assertThatThrownBy(setup::ensureFixed)
                    .isInstanceOf(WorkException.class)
                    .hasMessageContaining("wsol.events")
                    .hasMessageContaining("2 partitions");
        }
    }

    @Test
    void a_broker_that_never_answers_is_named_after_a_bounded_wait() {
        assertThatThrownBy(() -> TopicSetup.connect(KafkaSettings.at("127.0.0.1:1"), Duration.ofMillis(700)))
                .isInstanceOf(WorkException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageContaining("WSOL_KAFKA");
    }

    @Test
    void an_address_that_is_none_is_named_at_once() {
        assertThatThrownBy(() -> TopicSetup.connect(KafkaSettings.at("nowhere"), Duration.ofSeconds(20)))
                .isInstanceOf(WorkException.class)
                .hasMessageContaining("nowhere");
    }
}
