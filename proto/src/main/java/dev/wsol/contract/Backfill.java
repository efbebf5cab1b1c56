package dev.wsol.contract;

/**
 * How far a benchmark rule has come with the checkpoints that were there when it was told to look at them.
 *
 * @param known checkpoints that were there
 * @param looked those it has looked at, the oldest first
 * @param matched those among them that fit
 * @param made evaluate jobs made of these; of the others everything was evaluated, or is about to be
 */
public record Backfill(String rule, int known, int looked, int matched, int made) {
    public Backfill {
        BenchmarkRule.checkName(rule);
        Need.atLeast("made", made, 0);
        Need.atLeast("matched", matched, made);
        Need.atLeast("looked", looked, matched);
        Need.atLeast("known", known, looked);
    }

    public boolean done() {
        return looked == known;
    }
}
