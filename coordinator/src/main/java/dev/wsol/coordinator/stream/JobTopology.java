package dev.wsol.coordinator.stream;

import dev.wsol.contract.wire.Topics;
import dev.wsol.coordinator.job.Rules;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.state.Stores;

/** Two topics in, one processor with two stores, and one sink that writes wherever a record says. */
final class JobTopology {
    /**
     * Kafka Streams takes the older record of the two topics first, so thousands of new commands would keep reports waiting: signs
     * of life and claims of work that is going on. So they count as this much older, and are overtaken only by commands
     * that have waited for longer. Milliseconds.
     */
    private static final long AHEAD = 10_000;

    private JobTopology() {}

    /** A report bears the time of its worker, whose clock may be ahead: it is no younger than the moment it is read in. */
    private static long timeOf(long said, long now) {
        return Math.max(0, Math.min(said, now) - AHEAD);
    }

    static Topology of(Rules rules, Queues queues, Counts counts) {
        var store = Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(BookProcessor.STORE), Serdes.String(), Serdes.ByteArray());
        var notes = Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(BookProcessor.NOTES), Serdes.String(), Serdes.ByteArray());
        TopicNameExtractor<String, Outgoing> whereItSays = (key, out, context) -> out.topic();
        Serializer<Outgoing> asItIs = (topic, out) -> out.value();
        return new Topology()
                .addSource("commands", new StringDeserializer(), new ByteArrayDeserializer(), Topics.COMMANDS)
                .addSource(
                        AutoOffsetReset.earliest(),
                        "reports",
                        (report, newest) -> timeOf(report.timestamp(), System.currentTimeMillis()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer(),
                        Topics.REPORTS)
                .addProcessor("book", () -> new BookProcessor(rules, queues, counts), "commands", "reports")
                .addStateStore(store, "book")
                .addStateStore(notes, "book")
                .addSink("out", whereItSays, new StringSerializer(), asItIs, "book");
    }
}
