package dev.wsol.coordinator.board;

import dev.wsol.contract.EvaluationResult;

/**
 * A result with its place's reason at hand. The order is that of {@link Board#order}.
 *
 * @param number what ranks it
 */
record Row(double number, EvaluationResult result) implements Comparable<Row> {
    static Row of(EvaluationResult r, String metric) {
        return new Row(Board.number(r, metric), r);
    }

    @Override
    public int compareTo(Row other) {
        int byNumber = Double.compare(other.number, number);
        if (byNumber != 0) return byNumber;
        int byJob = result.job().compareTo(other.result.job());
        return byJob != 0
                ? byJob
                : result.checkpoint()
                        .sha256()
                        .compareTo(other.result.checkpoint().sha256());
    }

    /** Rows of one board: a checkpoint has one at a time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Row r && result.equals(r.result);
    }

    @Override
    public int hashCode() {
        return result.checkpoint().sha256().hashCode();
    }
}
