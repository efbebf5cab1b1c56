package dev.wsol.coordinator.stream;

import org.apache.kafka.common.header.Headers;

/** One record on its way to a topic that is known only when it is made. */
record Outgoing(String topic, String key, byte[] value, Headers headers) {}
