package dev.wsol.coordinator.stream;

import dev.wsol.contract.wire.Topics;
import dev.wsol.coordinator.job.Rules;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.state.Stores;

/** Two topics in, one processor with two stores, and one sink that writes wherever a record says. */
final class JobTopology {
    private JobTopology() {}

    static Topology of(Rules rules, Queues queues, Counts counts) {
        var store = Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(BookProcessor.STORE), Serdes.String(), Serdes.ByteArray());
        var notes = Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(BookProcessor.NOTES), Serdes.String(), Serdes.ByteArray());
        TopicNameExtractor<String, Outgoing> whereItSays = (key, out, context) -> out.topic();
        Serializer<Outgoing> asItIs = (topic, out) -> out.value();
        return new Topology()
                .addSource("in", new StringDeserializer(), new ByteArrayDeserializer(), Topics.COMMANDS, Topics.REPORTS)
                .addProcessor("book", () -> new BookProcessor(rules, queues, counts), "in")
                .addStateStore(store, "book")
                .addStateStore(notes, "book")
                .addSink("out", whereItSays, new StringSerializer(), asItIs, "book");
    }
}
