package dev.wsol.coordinator.board;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.wire.Topics;
import dev.wsol.contract.work.TestBroker;
import dev.wsol.contract.work.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** A coordinator that cannot write what else belongs to a step tries again and again. */
    @Test
    void the_newest_are_found_behind_many_that_came_to_nothing(@TempDir Path dir) {
        try (var broker = TestBroker.start(dir);
                var topics = TopicSetup.connect(broker.settings(), SOON)) {
            topics.ensureFixed();
            write(broker);

            var letters = new DeadLetters(broker.settings());

            assertThat(letters.newest(2)).extracting(DeadLetters.Letter::key).containsExactly("third", "second");
            assertThat(letters.newest(10)).hasSize(3);
        }
    }

    private static void write(TestBroker broker) {
        try (var producer = new KafkaProducer<>(
                broker.settings().with(Map.of("transactional.id", "t")),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            for (var key : new String[] {"first", "second", "third"}) write(producer, key, true);
            for (int n = 0; n < 40; n++) write(producer, "vain", false);
        }
    }

    private static void write(KafkaProducer<String, byte[]> producer, String key, boolean counts) {
        producer.beginTransaction();
        var unused = producer.send(new ProducerRecord<>(Topics.DEAD_LETTERS, key, key.getBytes(UTF_8)));
        producer.flush();
        if (counts) producer.commitTransaction();
        else producer.abortTransaction();
    }
}
