package dev.wsol.coordinator.board;

import dev.wsol.contract.EvaluationResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Results that may be compared: one data set, by digest, under one protocol, by digest. Best first.
 *
 * @param rows at least one
 */
public record Board(List<EvaluationResult> rows) {
    /** Percent of images whose box overlaps the truth by half or more. */
    public static final String RANKED_BY = "maxBoxAcc50";

    public Board {
        rows = List.copyOf(rows);
    }

    /** What all rows share. */
    public EvaluationResult any() {
        return rows.get(0);
    }

    /** Rank of each row, from 1; equal numbers share a rank, and rows without the number come last with rank 0. */
    public List<Integer> ranks() {
        var out = new ArrayList<Integer>();
        for (int at = 0; at < rows.size(); at++) {
            double here = number(rows.get(at));
            boolean tie = at > 0 && number(rows.get(at - 1)) == here;
            out.add(Double.isInfinite(here) ? 0 : tie ? out.get(at - 1) : at + 1);
        }
        return out;
    }

    /** Baselines of the data set; the rows agree on them where they name them. */
    public Map<String, Double> baselines() {
        var out = new TreeMap<String, Double>();
        rows.forEach(r -> r.baselines().forEach(out::putIfAbsent));
        return out;
    }

    /** All boards of these results, in a fixed order. */
    public static List<Board> of(Collection<EvaluationResult> results, Predicate<EvaluationResult> wanted) {
        return results.stream()
                .filter(wanted)
                .collect(Collectors.groupingBy(
                        r -> String.join(
                                "\n",
                                r.dataset(),
                                r.protocol().name(),
                                r.datasetDigest(),
                                r.protocol().digest(),
                                r.protocol().split()),
                        TreeMap::new,
                        Collectors.toList()))
                .values()
                .stream()
                .map(rows -> new Board(rows.stream()
                        .sorted(Comparator.comparingDouble(Board::number)
                                .reversed()
                                .thenComparing(r -> r.job().value()))
                        .toList()))
                .toList();
    }

    private static double number(EvaluationResult r) {
        double n = r.metrics().getOrDefault(RANKED_BY, Double.NEGATIVE_INFINITY);
        return Double.isNaN(n) ? Double.NEGATIVE_INFINITY : n;
    }
}
