package dev.wsol.contract.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queues that one worker serves, each with its group, in order of preference. Used by one thread at a time. */
final class Queues implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(Queues.class);

    private final List<QueueReader> readers;

    private Queues(List<QueueReader> readers) {
        this.readers = readers;
    }

    /** A record that must be settled, and by whom. */
    record Taken(QueueReader reader, ConsumerRecord<String, byte[]> record) {
        void release() {
            reader.release(record);
        }

        void accept() {
            if (!reader.accept(record))
                LOG.info(
                        "{} offset {} may come to a worker again, whose claim will be refused.",
                        record.topic(),
                        record.offset());
        }
    }

    /** Makes missing topics and finds out how records are to be taken. */
    static Transport prepare(WorkSettings settings) {
        try (var setup = TopicSetup.connect(settings.kafka(), settings.connectPatience())) {
            setup.ensureFixed();
            settings.queues().forEach(q -> setup.ensureQueue(settings.kind(), q));
            if (settings.transport() == Transport.SHARE && !setup.shareGroups())
                throw new WorkException(
                        "Kafka at " + settings.kafka().bootstrap()
                                + " has no share groups (feature share.version): upgrade the feature or set WSOL_TRANSPORT=auto");
            if (settings.transport() != Transport.AUTO) return settings.transport();
            return setup.shareGroups() ? Transport.SHARE : Transport.CLASSIC;
        }
    }

    /** The groups are joined at the first poll. */
    static Queues open(WorkSettings settings, Transport transport) {
        var readers = new ArrayList<QueueReader>();
        for (var name : settings.queues()) {
            var topic = settings.kind().topic(name);
            var group = settings.kind().group(name);
            readers.add(
                    transport == Transport.SHARE
                            ? new ShareReader(settings.kafka(), topic, group)
                            : new ClassicReader(settings.kafka(), topic, group));
        }
        return new Queues(List.copyOf(readers));
    }

    List<QueueReader> inOrder() {
        return readers;
    }

    /** A record of this queue, or of one that is preferred to it and has got one since it was asked. */
    Optional<Taken> poll(QueueReader reader) {
        var record = reader.poll(POLL);
        if (record.isEmpty()) return Optional.empty();
        var taken = new Taken(reader, record.get());
        var better = preferred(reader);
        if (better.isEmpty()) return Optional.of(taken);
        taken.release();
        return better;
    }

    /**
     * A record of a queue that is preferred to this one. A reader that has just joined its group may have been too early
     * when it was asked first, so it is asked once more before a less preferred job is taken.
     */
    private Optional<Taken> preferred(QueueReader reader) {
        for (var other : readers) {
            if (other == reader) return Optional.empty();
            try {
                var record = other.poll(POLL);
                if (record.isPresent()) return Optional.of(new Taken(other, record.get()));
            } catch (KafkaException e) {
                LOG.warn("Cannot look into a preferred queue ({}).", e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Leaves the groups, until the next poll. */
    void rest() {
        readers.forEach(QueueReader::rest);
    }

    @Override
    public void close() {
        readers.forEach(QueueReader::close);
    }
}
