package dev.wsol.contract;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Evaluate every checkpoint that appears and matches.
 *
 * @param name unique among the rules, see {@link #FORM}
 * @param on all must fit; none: every checkpoint
 * @param data what is scored
 * @param protocols each a preset's name or {@link Protocol#text()}, at least one
 * @param queue queue of the evaluate jobs
 * @param overlays overlay pictures to draw per split, 0 for none
 * @param regressionDrop drop below the best earlier result, percentage points, that counts as a regression while there are
 *     not two seeds to tell how far seeds lie apart; 0: then nothing counts
 */
public record BenchmarkRule(
        String name,
        List<CheckpointMatch> on,
        DataRef data,
        List<String> protocols,
        String queue,
        int overlays,
        double regressionDrop) {
    /** Short enough that the ids of its evaluate jobs fit. */
    public static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}");

    private static final String SUBJECT = "benchmark-";

    public BenchmarkRule {
        checkName(name);
        on = List.copyOf(on);
        protocols = List.copyOf(protocols);
        Need.some("protocols", protocols);
        Protocol.all(protocols);
        Need.queue("queue", queue);
        Need.atLeast("overlays", overlays, 0);
        if (regressionDrop != 0) Need.positive("regressionDrop", regressionDrop);
    }

    /** @throws BadSpec if no rule can have this name */
    public static void checkName(String name) {
        if (!FORM.matcher(name).matches())
            throw new BadSpec(
                    "name",
                    "'" + name
                            + "' is no name of a benchmark: use 1 to 60 of a-z 0-9 . _ - and start with a letter or digit");
    }

    /** What commands and events about the rule of this name carry in the place of a job. */
    public static JobId subject(String name) {
        checkName(name);
        return new JobId(SUBJECT + name);
    }

    public boolean matches(RegisteredCheckpoint checkpoint) {
        return on.stream().allMatch(m -> m.fits(checkpoint));
    }
}
