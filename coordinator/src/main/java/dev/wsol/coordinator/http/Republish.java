package dev.wsol.coordinator.http;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Putting a message on a topic once more, as it came. */
public interface Republish {
    /** Completes when the brokers have it; never blocks. */
    CompletionStage<?> again(String topic, String key, byte[] value, Map<String, byte[]> headers);
}
