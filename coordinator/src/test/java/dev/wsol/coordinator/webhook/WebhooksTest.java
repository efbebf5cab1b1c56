package dev.wsol.coordinator.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.WebhookAttempt;
import dev.wsol.contract.WebhookAttempt.Outcome;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.work.TestBroker;
import dev.wsol.contract.work.TopicSetup;
import dev.wsol.coordinator.Await;
import dev.wsol.coordinator.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
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
    void an_event_whose_body_cannot_be_made_is_told_as_failed_attempts_and_the_next_one_follows() {
        try (var receiver = new Receiver(200);
                var hooks = HookScene.hooks(broker.settings(), PAUSES, event -> {
                    if (event.job().value().equals("bad")) throw new IllegalStateException("no words for it");
                    return "x " + event.job();
                })) {
            hooks.put(HookScene.hook(broker.settings(), "speechless", receiver)).join();
            HookScene.finished(broker.settings(), "bad", "good");

            var log = Await.until("attempts", LONG, () -> {
                var all = hooks.log("speechless");
                return all.size() >= 4 ? all : null;
            });

            assertThat(log)
                    .extracting(WebhookAttempt::outcome)
                    .containsExactly(Outcome.RETRY, Outcome.RETRY, Outcome.GIVEN_UP, Outcome.DELIVERED);
            assertThat(log.subList(0, 3)).allSatisfy(a -> {
                assertThat(a.status()).isZero();
                assertThat(a.error()).contains("no words for it");
            });
            assertThat(receiver.got()).extracting(HookScene::job).containsExactly("good");
        }
    }

    @Test
    void of_two_coordinators_one_posts_and_when_it_ends_the_other_goes_on_with_what_was_not_taken() {
        try (var receiver = new Receiver(200, 500, 200);
                var one = patient("one");
                var two = patient("two")) {
            one.put(HookScene.hook(broker.settings(), "shared", receiver)).join();
            Await.until("both know it", LONG, () -> two.get("shared").isPresent());
            HookScene.finished(broker.settings(), "c");
            Await.until("first post", LONG, () -> !receiver.got().isEmpty());
            var first = HookScene.poster(receiver.got().get(0));
            var other = first.equals("one") ? "two" : "one";

            HookScene.finished(broker.settings(), "d");
            Await.until("refused post", LONG, () -> receiver.got().size() >= 2);
            (first.equals("one") ? one : two).close();
            HookScene.finished(broker.settings(), "e");

            Await.until("the other's posts", LONG, () -> receiver.got().size() >= 4);
            assertThat(receiver.got()).extracting(HookScene::job).containsExactly("c", "d", "d", "e");
            assertThat(receiver.got()).extracting(HookScene::poster).containsExactly(first, first, other, other);
        }
    }

    @Test
    void an_event_is_posted_only_when_those_that_its_body_asks_know_it_too() {
        var view = new AtomicReference<>("behind");
        var asked = new AtomicInteger();
        try (var receiver = new Receiver(200);
                var hooks = HookScene.hooks(broker.settings(), PAUSES, event -> view.get() + " x", offset -> {
                    if (asked.incrementAndGet() == 3) view.set("knows");
                    return asked.get() >= 3;
                })) {
            hooks.put(HookScene.hook(broker.settings(), "ahead", receiver)).join();
            HookScene.finished(broker.settings(), "f");

            Await.until("post", LONG, () -> !receiver.got().isEmpty());
            assertThat(receiver.got()).extracting(HookScene::poster).containsExactly("knows");
        }
    }

    @Test
    void the_attempts_of_a_webhook_that_was_deleted_are_not_those_of_another_of_its_name() {
        try (var receiver = new Receiver(200);
                var hooks = hooks("one")) {
            hooks.put(HookScene.hook(broker.settings(), "again", receiver)).join();
            HookScene.finished(broker.settings(), "g");
            Await.until("first attempt", LONG, () -> hooks.log("again").size() == 1);
            hooks.delete("again").join();
            hooks.put(HookScene.hook(broker.settings(), "again", receiver)).join();
            HookScene.finished(broker.settings(), "h");

            Await.until("second post", LONG, () -> receiver.got().size() == 2);
            var log = Await.until("its attempt", LONG, () -> {
                var all = hooks.log("again");
                return all.stream().anyMatch(a -> a.event()
                                .equals(receiver.got().get(1).id()))
                        ? all
                        : null;
            });
            assertThat(log).hasSize(1);
        }
        try (var restarted = hooks("two")) {
            Await.until("list", LONG, restarted::caughtUp);
            Await.until("log", LONG, () -> !restarted.log("again").isEmpty());
            assertThat(restarted.log("again")).hasSize(1);
        }
    }

    @Test
    void when_the_brokers_refuse_the_group_of_a_webhook_it_asks_again_after_a_pause() {
        var kafka = new KafkaSettings(
                broker.settings().bootstrap(), Map.of("interceptor.classes", Counting.class.getName()));
        var tooShort = Duration.ofMillis(500); // brokers here want a second
        try (var receiver = new Receiver(200);
                var refused = new Delivery(
                        kafka,
                        tooShort,
                        HookScene.hook(broker.settings(), "refused", receiver),
                        PAUSES,
                        (id, event) -> "",
                        offset -> true,
                        attempt -> {})) {
            Await.until("third try", LONG, () -> Counting.BEGUN.size() >= 3);
        }

        var between = Duration.ofNanos(Counting.BEGUN.get(2) - Counting.BEGUN.get(0));
        assertThat(between).isGreaterThan(Delivery.PAUSE.multipliedBy(2));
    }

    /** When each consumer was made. */
    public static final class Counting implements ConsumerInterceptor<String, byte[]> {
        private static final List<Long> BEGUN = new CopyOnWriteArrayList<>();

        @Override
        public void configure(Map<String, ?> settings) {
            BEGUN.add(System.nanoTime());
        }

        @Override
        public ConsumerRecords<String, byte[]> onConsume(ConsumerRecords<String, byte[]> records) {
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}
    }

    /** Waits for minutes before it posts again, so that what was refused is posted by somebody else. */
    private static Webhooks patient(String name) {
        return HookScene.hooks(broker.settings(), name, List.of(Duration.ofMinutes(5)));
    }

    private static Webhooks hooks(String name) {
        return HookScene.hooks(broker.settings(), name, PAUSES);
    }
}
