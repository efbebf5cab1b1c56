package dev.wsol.coordinator.benchmark;

import java.util.List;
import java.util.Optional;

/** Where rules and what they have seen are remembered, by key. */
public interface Notes {
    Optional<byte[]> get(String key);

    void put(String key, byte[] value);

    void drop(String key);

    /** Values of all keys that begin so, in the order of their keys. */
    List<byte[]> all(String prefix);
}
