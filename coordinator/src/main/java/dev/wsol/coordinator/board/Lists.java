package dev.wsol.coordinator.board;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Small immutable lists that grow by one. */
final class Lists {
    /** A job that reports for ever must not fill the memory. */
    private static final int MOST = 5_000;

    private Lists() {}

    /** The list with this entry at the place of the one that it replaces, or at the end. */
    static <T> List<T> put(List<T> list, T entry, Predicate<T> replaced) {
        var out = new ArrayList<>(list);
        for (int at = 0; at < out.size(); at++)
            if (replaced.test(out.get(at))) {
                out.set(at, entry);
                return List.copyOf(out);
            }
        if (out.size() == MOST) out.remove(0);
        out.add(entry);
        return List.copyOf(out);
    }
}
