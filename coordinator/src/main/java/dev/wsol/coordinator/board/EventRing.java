package dev.wsol.coordinator.board;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The newest events, so that a subscriber who keeps up costs no read from Kafka. */
final class EventRing {
    private final ArrayDeque<Seen> ring = new ArrayDeque<>();
    private final int size;
    private long floor;
    private long head;

    EventRing(int size) {
        this.size = size;
    }

    /** Nothing before this offset will be in it. */
    synchronized void startAt(long offset) {
        floor = offset;
        head = offset;
    }

    synchronized void add(Seen seen) {
        if (ring.size() == size) floor = ring.removeFirst().offset() + 1;
        ring.addLast(seen);
        head = seen.offset() + 1;
    }

    /** Offset after the newest event. */
    synchronized long head() {
        return head;
    }

    /** Events from this offset on, at most so many; empty if the ring does not reach back so far. */
    synchronized Optional<List<Seen>> from(long offset, int most) {
        if (offset < floor) return Optional.empty();
        var out = new ArrayList<Seen>();
        if (offset >= head) return Optional.of(out);
        for (var seen : ring) {
            if (seen.offset() >= offset) out.add(seen);
            if (out.size() == most) break;
        }
        return Optional.of(out);
    }
}
