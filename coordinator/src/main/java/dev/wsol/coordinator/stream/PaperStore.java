package dev.wsol.coordinator.stream;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A state store in memory that tells each change, as the running one tells its changelog. */
final class PaperStore implements KeyValueStore<String, byte[]> {
    private static final char BEHIND_ALL = Character.MAX_VALUE;
    private final NavigableMap<String, byte[]> entries = new TreeMap<>();
    private final String name;
    private final BiConsumer<String, byte[]> changed;

    PaperStore(String name, BiConsumer<String, byte[]> changed) {
        this.name = name;
        this.changed = changed;
    }

    @Override
    public byte[] get(String key) {
        return entries.get(key);
    }

    @Override
    public void put(String key, byte[] value) {
        if (value == null) entries.remove(key);
        else entries.put(key, value);
        changed.accept(key, value);
    }

    @Override
    public byte[] putIfAbsent(String key, byte[] value) {
        var there = get(key);
        if (there == null) put(key, value);
        return there;
    }

    @Override
    public void putAll(List<KeyValue<String, byte[]>> all) {
        all.forEach(e -> put(e.key, e.value));
    }

    @Override
    public byte[] delete(String key) {
        var there = get(key);
        put(key, null);
        return there;
    }

    @Override
    public KeyValueIterator<String, byte[]> range(String from, String to) {
        return new Walk(entries.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<String, byte[]> all() {
        return new Walk(entries);
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<String, byte[]> prefixScan(P prefix, S serializer) {
        return new Walk(entries.subMap(prefix.toString(), true, prefix.toString() + BEHIND_ALL, false));
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private static final class Walk implements KeyValueIterator<String, byte[]> {
        private final Iterator<Map.Entry<String, byte[]>> left;

        Walk(Map<String, byte[]> entries) {
            left = List.copyOf(entries.entrySet()).iterator();
        }

        @Override
        public boolean hasNext() {
            return left.hasNext();
        }

        @Override
        public KeyValue<String, byte[]> next() {
            var e = left.next();
            return KeyValue.pair(e.getKey(), e.getValue());
        }

        @Override
        public String peekNextKey() {
            throw new UnsupportedOperationException("nobody looks ahead");
        }

        @Override
        public void close() {}
    }
}
