package dev.wsol.coordinator.board;

import dev.wsol.contract.EvaluationResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a board as it stood at one moment.
 *
 * @param any the best row of the whole board
 * @param rankedBy the metric that ranks
 * @param baselines of the data set
 * @param total rows of the whole board
 * @param rows best first
 * @param ranks of the rows, in the whole board
 * @param next digest of the checkpoint after which the next part begins; empty at the end
 * @param repeats those whose best row is in this part
 * @param history each result of the whole board that was the best one when it came; empty unless asked for
 */
public record BoardPage(
        EvaluationResult any,
        String rankedBy,
        Map<String, Double> baselines,
        int total,
        List<EvaluationResult> rows,
        List<Integer> ranks,
        Optional<String> next,
        List<Repeat> repeats,
        List<BestSoFar> history) {

    /**
     * Which part of which boards.
     *
     * @param sweep only results of this sweep; empty for all
     * @param after digest of the checkpoint behind which rows are wanted; empty for the first ones
     * @param most rows of each
     */
    public record Part(Optional<String> sweep, Optional<String> after, int most, boolean history) {
        /** Rows of each board that a page shows unless it is asked for others. */
        public static final int USUAL = 50;

        /** Whether many ask for it: the best rows of whole boards. The page is the same object until its board changes. */
        public boolean isUsual() {
            return sweep.isEmpty() && after.isEmpty() && most <= USUAL;
        }
    }
}
