package dev.wsol.coordinator.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.WebhookAttempt;
import dev.wsol.contract.WebhookAttempt.Outcome;
import dev.wsol.contract.work.TestBroker;
import dev.wsol.contract.work.TopicSetup;
import dev.wsol.coordinator.Await;
import dev.wsol.coordinator.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The posts of two coordinators of one cluster, on a real broker. */
class WebhooksTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<Duration> PAUSES = List.of(Duration.ofMillis(100), Duration.ofMillis(300));

    @TempDir
    private static Path dir;

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(dir);
        try (var topics = TopicSetup.connect(broker.settings(), LONG)) {
            topics.ensureFixed();
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void an_event_that_nobody_takes_is_given_up_after_growing_pauses_and_the_next_one_follows() {
        try (var receiver = new Receiver(500, 503, 429, 200);
                var hooks = hooks("one")) {
            hooks.put(HookScene.hook(broker.settings(), "stubborn", receiver)).join();
            HookScene.finished(broker.settings(), "a", "b");

            var log = Await.until("attempts", LONG, () -> {
                var all = hooks.log("stubborn");
                return all.size() >= 4 ? all : null;
            });

            assertThat(log)
                    .extracting(WebhookAttempt::outcome)
                    .containsExactly(Outcome.RETRY, Outcome.RETRY, Outcome.GIVEN_UP, Outcome.DELIVERED);
            assertThat(log).extracting(WebhookAttempt::attempt).containsExactly(1, 2, 3, 1);
            for (int n = 0; n < 2; n++)
                assertThat(Duration.between(log.get(n).at(), log.get(n + 1).at()))
                        .isGreaterThanOrEqualTo(PAUSES.get(n));
            assertThat(receiver.got())
                    .extracting(Receiver.Got::id)
                    .hasSize(4)
                    .element(3)
                    .isNotEqualTo(log.get(0).event());
        }
    }

    @Test
    void of_two_coordinators_one_posts_and_when_it_ends_the_other_goes_on_with_what_was_not_taken() {
        try (var receiver = new Receiver(200, 500, 500, 500, 500, 200);
                var one = hooks("one");
                var two = hooks("two")) {
            one.put(HookScene.hook(broker.settings(), "shared", receiver)).join();
            Await.until("both know it", LONG, () -> two.get("shared").isPresent());
            HookScene.finished(broker.settings(), "c");
            Await.until("first post", LONG, () -> !receiver.got().isEmpty());
            var first = HookScene.poster(receiver.got().get(0));

            HookScene.finished(broker.settings(), "d");
            Await.until("refused post", LONG, () -> receiver.got().size() >= 2);
            (first.equals("one") ? one : two).close();
            HookScene.finished(broker.settings(), "e");

            Await.until("the other's post", LONG, () -> receiver.got().stream()
                    .anyMatch(g -> !HookScene.poster(g).equals(first)
                            && HookScene.job(g).equals("e")));
            var ids = receiver.got().stream().map(HookScene::job).distinct().toList();
            assertThat(ids).as("none left out, in order").containsExactly("c", "d", "e");
        }
    }

    private static Webhooks hooks(String name) {
        return HookScene.hooks(broker.settings(), name, PAUSES);
    }
}
