package dev.wsol.vision.dataset;

import java.util.ArrayList;
import java.util.List;

/** Mistakes found in one data set, told together: the first ten in full, the rest as a number. */
final class Problems {
    private static final int TOLD = 10;

    private final String where;
    private final List<String> told = new ArrayList<>();
    private int count;

    Problems(String where) {
        this.where = where;
    }

    void add(String problem) {
        if (count++ < TOLD) told.add(problem);
    }

    /** @throws DatasetException if there is any problem */
    void throwIfAny() {
        if (count == 0) return;
        var message = new StringBuilder("data set %s: %d problem%s".formatted(where, count, count == 1 ? "" : "s"));
        for (String problem : told) message.append("\n  ").append(problem);
        if (count > TOLD) message.append("\n  and ").append(count - TOLD).append(" more");
        throw new DatasetException(message.toString());
    }
}
