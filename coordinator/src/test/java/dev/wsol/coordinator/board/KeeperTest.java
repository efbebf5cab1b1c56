package dev.wsol.coordinator.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.contract.work.TestBroker;
import dev.wsol.contract.work.TopicSetup;
import dev.wsol.coordinator.Await;
import dev.wsol.coordinator.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The feed with a real broker: which events it reads again. */
class KeeperTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    @TempDir
    private static Path data;

    @TempDir
    private Path folder;

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(data);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** Hears and counts; knows of what it heard in earlier lives. */
    private static final class Names implements Memory {
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final List<String> known = new CopyOnWriteArrayList<>();

        private record Name(String name) {}

        @Override
        public void hear(JobEvent event) {
            heard.add(event.job().value());
            known.add(event.job().value());
        }

        @Override
        public List<Object> keep() {
            return known.stream().map(n -> (Object) new Name(n)).toList();
        }

        @Override
        public void recall(List<Object> kept) {
            for (var value : kept) if (value instanceof Name n) known.add(n.name());
        }
    }

    @Test
    void a_feed_goes_on_where_its_views_were_kept_unless_the_file_is_torn_or_belongs_to_other_events()
            throws Exception {
        var file = folder.resolve("views");
        anEmptyTopic();
        write("a", "b", "c");
        assertThat(life("a", "b", "c").heard).containsExactly("a", "b", "c");
        Await.until("views", LONG, () -> Files.exists(file));
        write("d");

        assertThat(life("a", "b", "c", "d").heard).containsExactly("d");

        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThat(life("a", "b", "c", "d").heard).containsExactly("a", "b", "c", "d");

        Files.write(file, whole);
        anEmptyTopic();
        write("x", "y", "z", "d");
        assertThat(life("x", "y", "z", "d").heard).containsExactly("x", "y", "z", "d");

        Files.write(file, whole);
        anEmptyTopic();
        write("a");
        assertThat(life("a").heard).containsExactly("a");
    }

    /** A feed from its start until it has caught up. It keeps what it knows after three new events. */
    private Names life(String... jobs) throws InterruptedException {
        var view = new JobView();
        var names = new Names();
        try (var feed = new Feed(broker.settings(), view, Optional.of(folder), 16, 3)) {
            feed.add(names);
            feed.start();
            Await.until("view", LONG, feed::caughtUp);
            assertThat(names.known).containsExactly(jobs);
            assertThat(view.all(Wanted.ALL)).hasSize(jobs.length);
            assertThat(feed.recent(0, 16).isPresent()).isEqualTo(names.heard.equals(names.known));
        }
        return names;
    }

    private static void anEmptyTopic() throws Exception {
        try (var admin = Admin.create(broker.settings().with(Map.of()));
                var topics = TopicSetup.connect(broker.settings(), LONG)) {
            if (admin.listTopics().names().get().contains(Topics.EVENTS))
                admin.deleteTopics(List.of(Topics.EVENTS)).all().get();
            topics.ensureFixed();
        }
    }

    private static void write(String... jobs) {
        try (var producer = new KafkaProducer<>(
                broker.settings().with(Map.of()), new StringSerializer(), new ByteArraySerializer())) {
            for (var job : jobs) {
                var event = new JobEvent.Submitted(
                        new JobId(job), NOW, "", Samples.train(When.NEVER), Optional.empty(), "");
                var unused = producer.send(new ProducerRecord<>(Topics.EVENTS, job, EventCodec.encode(event)));
            }
        }
    }
}
