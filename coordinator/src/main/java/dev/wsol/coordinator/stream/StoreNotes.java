package dev.wsol.coordinator.stream;

import dev.wsol.coordinator.benchmark.Notes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;

/** Notes of the benchmark rules in a state store of their own. */
final class StoreNotes implements Notes {
    private final KeyValueStore<String, byte[]> store;

    StoreNotes(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(store.get(key));
    }

    @Override
    public void put(String key, byte[] value) {
        store.put(key, value);
    }

    @Override
    public void drop(String key) {
        store.delete(key);
    }

    @Override
    public List<byte[]> all(String prefix) {
        var out = new ArrayList<byte[]>();
        try (var entries = store.prefixScan(prefix, new StringSerializer())) {
            entries.forEachRemaining(e -> out.add(e.value));
        }
        return out;
    }
}
