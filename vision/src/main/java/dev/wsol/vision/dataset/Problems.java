package dev.wsol.vision.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Mistakes found in one data set, told together: the first ones in full, the rest as a number. */
public final class Problems {
    private static final int TOLD = 10;
    private static final int MISSING_TOLD = 5; // of a list at least; more when much is to be kept

    private final String where;
    private final int kept;
    private final List<Problem> told = new ArrayList<>();
    private final Map<String, Integer> missing = new LinkedHashMap<>(); // by list
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

    /** An image that a list names and that is not there: where one is missing, often all are, and crowd out the rest. */
    void missing(Origin at, Supplier<String> message) {
        int n = missing.merge(at.file(), 1, Integer::sum);
        if (n <= Math.max(MISSING_TOLD, kept / 5) && count < kept) at(at, message.get());
        else count++;
    }

    /** How many images each list names in vain, by list. */
    public Map<String, Integer> missing() {
        return Collections.unmodifiableMap(missing);
    }

    /** The same in words, for lists of which not all were told. */
    public List<String> missingInWords() {
        return missing.entrySet().stream()
                .filter(e -> e.getValue() > MISSING_TOLD)
                .map(e -> e.getKey() + ": " + e.getValue() + " of its images do not exist")
                .toList();
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
        int more = count - Math.min(TOLD, told.size());
        if (more > 0) message.append("\n  and ").append(more).append(" more");
        missingInWords().forEach(list -> message.append("\n  ").append(list));
        throw new DatasetException(message.toString());
    }
}
