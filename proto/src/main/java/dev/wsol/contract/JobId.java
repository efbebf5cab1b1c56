package dev.wsol.contract;

import java.util.regex.Pattern;

/**
 * Name of a job, chosen by whoever submits it or derived from the spec.
 *
 * @param value 1 to 120 lower-case letters, digits, dots, dashes and underscores, starting with a letter or digit; it
 *     becomes a Kafka key and a folder name in the object store
 */
public record JobId(String value) implements Comparable<JobId> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,119}");

    public JobId {
        if (!FORM.matcher(value).matches())
            throw new BadSpec(
                    "id",
                    "'" + value + "' is no job id: use 1 to 120 of a-z 0-9 . _ - and start with a letter or digit");
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
