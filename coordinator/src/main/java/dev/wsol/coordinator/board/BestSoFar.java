package dev.wsol.coordinator.board;

import dev.wsol.contract.EvaluationResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Each result of a board that was better than all before it. */
public record BestSoFar(Instant at, double value, EvaluationResult result) {

    /**
     * @param when each result was first there; those of whom that is unknown are left out
     * @return oldest first, values rising
     */
    public static List<BestSoFar> of(Board board, Function<EvaluationResult, Optional<Instant>> when) {
        var metric = board.rankedBy();
        var all = board.rows().stream()
                .filter(r -> Double.isFinite(r.metrics().getOrDefault(metric, Double.NaN)))
                .flatMap(r ->
                        when.apply(r).map(at -> new BestSoFar(at, r.metrics().get(metric), r)).stream())
                .sorted(Comparator.comparing(BestSoFar::at)
                        .thenComparing(b -> b.result().job().value()))
                .toList();
        var out = new ArrayList<BestSoFar>();
        for (var next : all) if (follows(out, next)) out.add(next);
        return List.copyOf(out);
    }

    /** Whether it is better than all of these, of which the last one is the best. */
    static boolean follows(List<BestSoFar> earlier, BestSoFar next) {
        return Double.isFinite(next.value())
                && (earlier.isEmpty()
                        || next.value() > earlier.get(earlier.size() - 1).value());
    }
}
