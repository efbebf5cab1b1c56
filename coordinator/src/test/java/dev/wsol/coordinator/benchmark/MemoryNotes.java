package dev.wsol.coordinator.benchmark;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Notes in memory. */
public record MemoryNotes(Map<String, byte[]> kept) implements Notes {
    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(kept.get(key));
    }

    @Override
    public void put(String key, byte[] value) {
        kept.put(key, value);
    }

    @Override
    public void drop(String key) {
        kept.remove(key);
    }

    @Override
    public List<byte[]> all(String prefix) {
        return kept.entrySet().stream()
                .filter(e -> e.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .toList();
    }
}
