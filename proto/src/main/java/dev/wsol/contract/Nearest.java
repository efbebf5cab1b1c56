package dev.wsol.contract;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The entry a person most likely meant. */
public final class Nearest {
    private static final int LONGEST = 64;

    private Nearest() {}

    /** For the end of a complaint: {@code ; did you mean entry?}, or nothing if no entry is near. */
    public static String hint(String word, Collection<String> entries) {
        return near(word, entries).map(e -> "; did you mean " + e + "?").orElse("");
    }

    /** The hint, and all entries. */
    public static String known(String word, Collection<String> entries) {
        var hint = hint(word, entries);
        return (hint.isEmpty() ? "; known: " : hint + " Known: ") + String.join(", ", entries);
    }

    /**
     * Entry with the smallest edit distance; ties go to the first. It is near if half of the letters are right, or if one contains
     * the other.
     */
    static Optional<String> near(String word, Collection<String> entries) {
        return entries.stream()
                .min(Comparator.comparingInt(e -> distance(word, e)))
                .filter(e -> isNear(word, e));
    }

    private static boolean isNear(String word, String entry) {
        if (word.isEmpty()) return false;
        return 2 * distance(word, entry) <= Math.max(word.length(), entry.length())
                || entry.contains(word)
                || word.contains(entry);
    }

    /** Levenshtein distance, two rows at a time. A long word is cut: it cannot be near anything. */
    static int distance(String word, String b) {
        var a = word.substring(0, Math.min(word.length(), LONGEST));
        var above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) above[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
