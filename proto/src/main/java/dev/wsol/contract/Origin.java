package dev.wsol.contract;

/**
 * Where a checkpoint comes from, so that boards can group results.
 *
 * @param trainJob id of the train job; empty when the checkpoint came from elsewhere
 * @param sweepJob id of the sweep above it; empty for none
 * @param learningRate peak rate; 0 when unknown
 * @param seed of the run
 * @param selection how the run's checkpoint is chosen among all, see {@link Selection#words}; empty when unknown
 * @param source who trained it, of a registered checkpoint; empty when trained here
 */
public record Origin(
        String trainJob, String sweepJob, double learningRate, long seed, String selection, String source) {
    private static final int LONGEST_SOURCE = 120;

    public static final Origin UNKNOWN = new Origin("", "", 0, 0);

    public Origin {
        if (source.length() > LONGEST_SOURCE)
            throw new BadSpec("source", "has " + source.length() + " letters; at most " + LONGEST_SOURCE + " are kept");
    }

    /** Trained here. */
    public Origin(String trainJob, String sweepJob, double learningRate, long seed, String selection) {
        this(trainJob, sweepJob, learningRate, seed, selection, "");
    }

    public Origin(String trainJob, String sweepJob, double learningRate, long seed) {
        this(trainJob, sweepJob, learningRate, seed, "");
    }
}
