package dev.wsol.contract;

/**
 * Name of a job, chosen by whoever submits it or derived from the spec.
 *
 * @param value 1 to 120 lower-case letters, digits, dots, dashes and underscores, starting with a letter or digit; it
 *     becomes a Kafka key and a folder name in the object store
 */
public record JobId(String value) implements Comparable<JobId> {
    private static final int LONGEST = 120;

    public JobId {
        if (!isId(value))
            throw new BadSpec(
                    "id",
                    "'" + value + "' is no job id: use 1 to 120 of a-z 0-9 . _ - and start with a letter or digit");
    }

    /** By hand: millions of ids are read when a coordinator starts. */
    private static boolean isId(String text) {
        if (text.isEmpty() || text.length() > LONGEST || !isLetterOrDigit(text.charAt(0))) return false;
        for (int at = 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') return false;
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    /** Id of a job made for this one. */
    public JobId child(String suffix) {
        return new JobId(value + "-" + suffix);
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
