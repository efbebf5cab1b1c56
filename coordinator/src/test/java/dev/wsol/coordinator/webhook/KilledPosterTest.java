package dev.wsol.coordinator.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Webhook;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.Topics;
import dev.wsol.contract.wire.WebhookCodec;
import dev.wsol.contract.work.TestBroker;
import dev.wsol.contract.work.TopicSetup;
import dev.wsol.coordinator.Await;
import dev.wsol.coordinator.Receiver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledPosterTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** Far longer than a session here, shorter than Kafka's usual session of 45 s. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(30);

    @Test
    void when_the_coordinator_that_posts_is_killed_another_goes_on_with_what_was_not_taken(@TempDir Path dir)
            throws Exception {
        try (var broker = TestBroker.start(dir);
                var receiver = new Receiver(200, 503, 200);
                var one = Child.start(broker.settings(), "one");
                var two = Child.start(broker.settings(), "two")) {
            var kafka = broker.settings();
            try (var topics = TopicSetup.connect(kafka, LONG)) {
                topics.ensureFixed();
            }
            var hook = HookScene.hook(kafka, "shared", receiver);
            HookScene.write(kafka, Topics.WEBHOOKS, hook.name(), WebhookCodec.encode(hook));
            Await.until("both are in the group", LONG, () -> members(kafka, hook) == 2);
            HookScene.finished(kafka, "a");
            Await.until("first post", LONG, () -> !receiver.got().isEmpty());
            HookScene.finished(kafka, "b", "c");
            Await.until("refused post", LONG, () -> receiver.got().size() == 2);
            var killed = HookScene.poster(receiver.got().get(1));

            (killed.equals("one") ? one : two).close();

            Await.until("the other's posts", TAKEN_OVER, () -> receiver.got().size() >= 4);
            assertThat(receiver.got()).extracting(HookScene::job).containsExactly("a", "b", "b", "c");
            assertThat(receiver.got().subList(2, 4))
                    .extracting(HookScene::poster)
                    .doesNotContain(killed);
        }
    }

    /** Of the webhook's group, once they have shared out its work; else 0. */
    private static int members(KafkaSettings kafka, Webhook hook) {
        var group = Delivery.group(hook);
        try (var admin = Admin.create(kafka.with(Map.of()))) {
            var seen = admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get();
            return seen.groupState() == GroupState.STABLE ? seen.members().size() : 0;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) return 0;
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A process with the webhooks of one coordinator. Closing kills it. */
    private record Child(Process process) implements AutoCloseable {
        static Child start(KafkaSettings kafka, String name) throws IOException {
            return new Child(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Poster.class.getName(),
                            kafka.bootstrap(),
                            name)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }

        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** Waits for minutes before it posts again, so that what was refused is posted by somebody else. */
    static final class Poster {
        public static void main(String[] args) throws IOException {
            var hooks = HookScene.hooks(KafkaSettings.at(args[0]), args[1], List.of(Duration.ofMinutes(5)));
            while (System.in.read() >= 0) {} // nothing comes before the end of the test's process
            hooks.close();
        }
    }
}
