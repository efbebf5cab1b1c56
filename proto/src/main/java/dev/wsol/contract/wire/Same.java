package dev.wsol.contract.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One object for equal values that come with message after message: names of metrics, protocols, recipes. A coordinator keeps
 * results for years, and most of each is the same as of the one before.
 */
final class Same {
    private static final int MOST = 8_192;
    private static final Map<Object, Object> SEEN = new ConcurrentHashMap<>();

    private Same() {}

    /** An equal value, the one that was seen first. Only for values that are never changed. */
    @SuppressWarnings("unchecked") // equal values of one kind are of one type
    static <T> T as(T value) {
        var seen = SEEN.get(value);
        if (seen != null && seen.getClass() == value.getClass()) return (T) seen;
        if (SEEN.size() >= MOST) SEEN.clear();
        SEEN.put(value, value);
        return value;
    }
}
