package dev.wsol.contract;

import java.util.Arrays;
import java.util.Locale;

/**
 * One property of a checkpoint that must fit.
 *
 * @param pattern in which {@code *} stands for any letters, also none, and {@code ?} for one
 */
public record CheckpointMatch(Field field, String pattern) {
    private static final int LONGEST = 200;

    /** What can be looked at. */
    public enum Field {
        ARCH,
        TRAIN_JOB,
        SWEEP,
        SOURCE;

        String of(RegisteredCheckpoint c) {
            return switch (this) {
                case ARCH -> c.model().arch();
                case TRAIN_JOB -> c.origin().trainJob();
                case SWEEP -> c.origin().sweepJob();
                case SOURCE -> c.origin().source();
            };
        }

        /** {@code train-job}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @throws BadSpec if there is no such field */
        public static Field named(String text) {
            var known = Arrays.stream(values()).map(Field::text).toList();
            for (var f : values()) if (f.text().equals(text)) return f;
            throw new BadSpec("on", "there is no '" + text + "' to match" + Nearest.known(text, known));
        }
    }

    public CheckpointMatch {
        Need.text("on", pattern);
        if (pattern.length() > LONGEST)
            throw new BadSpec("on", "a pattern has at most " + LONGEST + " letters, not " + pattern.length());
    }

    /** {@code arch=deit_scm_*}. @throws BadSpec if it is nothing of that kind */
    public static CheckpointMatch parse(String text) {
        int at = text.indexOf('=');
        if (at < 0)
            throw new BadSpec("on", "expected FIELD=PATTERN, for example arch=deit_scm_*, found '" + text + "'");
        return new CheckpointMatch(
                Field.named(text.substring(0, at).strip()),
                text.substring(at + 1).strip());
    }

    public boolean fits(RegisteredCheckpoint checkpoint) {
        return fits(pattern, field.of(checkpoint));
    }

    /** Greedy with one place to come back to: never worse than the product of both lengths. */
    static boolean fits(String pattern, String text) {
        int p = 0;
        int star = -1;
        int resume = 0;
        for (int t = 0; t < text.length(); ) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') p++;
        return p == pattern.length();
    }

    /** {@code arch=deit_scm_*}. */
    @Override
    public String toString() {
        return field.text() + "=" + pattern;
    }
}
