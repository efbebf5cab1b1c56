package dev.wsol.coordinator.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Epochs at which trials are compared: {@code least * eta^k} below the end, then the end.
 *
 * @param eta of each rung the best 1/eta go on
 * @param epochs rising; the last is a complete training
 */
record Rungs(int eta, List<Integer> epochs) {
    Rungs {
        epochs = List.copyOf(epochs);
    }

    static Rungs of(int least, int eta, int end) {
        var all = new ArrayList<Integer>();
        for (long e = least; e < end; e *= eta) all.add((int) e);
        all.add(end);
        return new Rungs(eta, all);
    }

    int top() {
        return epochs.size() - 1;
    }
}
