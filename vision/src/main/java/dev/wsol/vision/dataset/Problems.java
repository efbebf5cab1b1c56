package dev.wsol.vision.dataset;

import java.util.ArrayList;
import java.util.List;

/** Mistakes found in one data set, told together: the first ones in full, the rest as a number. */
public final class Problems {
    private static final int TOLD = 10;

    private final String where;
    private final int kept;
    private final List<Problem> told = new ArrayList<>();
    private int count;

    /** Keeps as many as an error message tells. */
    Problems(String where) {
        this(where, TOLD);
    }

    /**
     * @param where names the data set in messages
     * @param kept how many to keep in full
     */
    public Problems(String where, int kept) {
        this.where = where;
        this.kept = kept;
    }

    public void at(Origin at, String message) {
        if (count++ < kept) told.add(new Problem(at, message));
    }

    void at(ListFile.Line line, String message) {
        if (count < kept) at(line.origin(), message);
        else count++;
    }

    /** About a file as a whole. */
    void in(String file, String message) {
        at(new Origin(file, 0), message);
    }

    /** Those kept. */
    public List<Problem> told() {
        return List.copyOf(told);
    }

    /** All, those kept and those only counted. */
    public int count() {
        return count;
    }

    /** @throws DatasetException if there is any problem */
    public void throwIfAny() {
        if (count == 0) return;
        var message = new StringBuilder("data set %s: %d problem%s".formatted(where, count, count == 1 ? "" : "s"));
        told.stream().limit(TOLD).forEach(problem -> message.append("\n  ").append(problem));
        if (count > TOLD) message.append("\n  and ").append(count - TOLD).append(" more");
        throw new DatasetException(message.toString());
    }
}
