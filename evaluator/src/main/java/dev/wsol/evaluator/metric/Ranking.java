package dev.wsol.evaluator.metric;

/** Classes by falling logit; of equal logits the lower class comes first. */
public final class Ranking {
    private Ranking() {}

    /**
     * The best {@code k} classes, fewer if there are not so many.
     *
     * @throws MetricException if a logit is NaN or there are none
     */
    public static int[] top(float[] logits, int k) {
        if (logits.length == 0) throw new MetricException("no logits");
        var best = new int[Math.min(k, logits.length)];
        int found = 0;
        for (int c = 0; c < logits.length; c++) {
            if (Float.isNaN(logits[c])) throw new MetricException("the logit of class " + c + " is NaN");
            int at = found;
            while (at > 0 && logits[c] > logits[best[at - 1]]) at--;
            if (at == best.length) continue;
            if (found < best.length) found++;
            System.arraycopy(best, at, best, at + 1, found - at - 1);
            best[at] = c;
        }
        return best;
    }
}
