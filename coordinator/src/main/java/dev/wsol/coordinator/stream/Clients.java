package dev.wsol.coordinator.stream;

import dev.wsol.contract.work.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's own clients, except that what goes to a queue leaves outside of the transaction and before its end, and that the thread
 * of the job book sleeps long only when it has nothing to commit. For one thread of Kafka Streams.
 */
final class Clients implements KafkaClientSupplier {
    /** Whether something was sent that is not committed. */
    private final AtomicBoolean open = new AtomicBoolean();

    private final Duration soon;

    /** @param soon no poll is longer while something waits for its commit, which comes after a poll */
    Clients(Duration soon) {
        this.soon = soon;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        open.set(false);
        return new OffersAhead(config, open);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
            @Override
            public ConsumerRecords<byte[], byte[]> poll(Duration patience) {
                return super.poll(open.get() && patience.compareTo(soon) > 0 ? soon : patience);
            }
        };
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * A record of a queue is an offer, which only a granted claim makes good, so it need not be part of the transaction: an offer
     * whose transaction fails is refused to its claimer and made again, and one whose transaction succeeds has been kept by
     * the brokers before, because {@link #flush} is part of every commit. What it saves is the commit marker behind each
     * offer, which a share group hands out and settles like a record, and the wait for the commit before a worker can ask.
     */
    private static final class OffersAhead extends KafkaProducer<byte[], byte[]> {
        private final KafkaProducer<byte[], byte[]> offers;
        private final AtomicBoolean open;

        OffersAhead(Map<String, Object> config, AtomicBoolean open) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
            offers = new KafkaProducer<>(plain(config), new ByteArraySerializer(), new ByteArraySerializer());
            this.open = open;
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            open.set(true);
            return isOffer(record.topic()) ? offers.send(record, callback) : super.send(record, callback);
        }

        @Override
        public void commitTransaction() {
            super.commitTransaction();
            open.set(false);
        }

        @Override
        public void abortTransaction() {
            super.abortTransaction();
            open.set(false);
        }

        @Override
        public void flush() {
            offers.flush();
            super.flush();
        }

        @Override
        public void close(Duration patience) {
            offers.close(patience);
            super.close(patience);
        }

        private static boolean isOffer(String topic) {
            return Stream.of(Kind.values()).anyMatch(kind -> topic.startsWith(kind.topic("")));
        }

        private static Map<String, Object> plain(Map<String, Object> config) {
            var plain = new HashMap<>(config);
            plain.remove("transactional.id");
            plain.remove("transaction.timeout.ms");
            plain.computeIfPresent("client.id", (key, id) -> id + "-offers");
            return plain;
        }
    }
}
