package dev.wsol.coordinator.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Presence;
import dev.wsol.contract.wire.ProgressCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.contract.work.TestBroker;
import dev.wsol.contract.work.TopicSetup;
import dev.wsol.coordinator.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Brokers tell of a new topic a moment after it was made. */
    @Test
    void a_feed_that_began_before_its_topics_are_known_hears_workers_when_they_are(@TempDir Path dir) {
        try (var broker = TestBroker.start(dir);
                var feed = new Feed(broker.settings(), new JobView(), Optional.empty())) {
            var workers = new Workers(new JobView());
            feed.forEachPresence(workers::hear);
            feed.start();
            assertThat(feed.caughtUp()).isFalse();

            try (var topics = TopicSetup.connect(broker.settings(), LONG);
                    var producer = new KafkaProducer<>(
                            broker.settings().with(Map.of()), new StringSerializer(), new ByteArraySerializer())) {
                topics.ensureFixed();
                Await.until("the feed", LONG, feed::caughtUp);
                var word = new Presence("gpu-1", Instant.now(), "train", List.of("default"), "", false, false);
                Await.until("a worker", LONG, () -> {
                    var unused =
                            producer.send(new ProducerRecord<>(Topics.PROGRESS, "gpu-1", ProgressCodec.encode(word)));
                    return !workers.all().isEmpty();
                });
            }
        }
    }
}
