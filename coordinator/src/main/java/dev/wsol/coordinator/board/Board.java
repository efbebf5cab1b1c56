package dev.wsol.coordinator.board;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
    private static final String USUAL = "maxBoxAcc50";

    /** Order of boards, by any row of each. */
    static final Comparator<EvaluationResult> NAMES = Comparator.comparing(EvaluationResult::dataset)
            .thenComparing(r -> r.protocol().name())
            .thenComparing(EvaluationResult::datasetDigest)
            .thenComparing(r -> r.protocol().digest());

    public Board {
        rows = List.copyOf(rows);
    }

    /** The metric that ranks: the protocol's headline. A protocol of another build is ranked by the usual one. */
    public String rankedBy() {
        return rankedBy(any());
    }

    static String rankedBy(EvaluationResult r) {
        try {
            return Protocol.of(r.protocol().canonical()).headline();
        } catch (BadSpec unknown) {
            return USUAL;
        }
    }

    /** What all rows share, but perhaps for the names of data set and protocol: digests decide, not names. */
    public EvaluationResult any() {
        return rows.get(0);
    }

    /** Rank of each row, from 1; equal numbers share a rank, and rows without the number come last with rank 0. */
    public List<Integer> ranks() {
        var out = new ArrayList<Integer>();
        var metric = rankedBy();
        for (int at = 0; at < rows.size(); at++) {
            double here = number(rows.get(at), metric);
            boolean tie = at > 0 && number(rows.get(at - 1), metric) == here;
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
                .collect(Collectors.groupingBy(Group::of, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(Board::ranked)
                .sorted(Comparator.comparing(Board::any, NAMES))
                .toList();
    }

    /** What results must share to be compared, as digests. */
    record Group(String dataset, String protocol) {
        static Group of(EvaluationResult r) {
            return new Group(r.datasetDigest(), r.protocol().digest());
        }
    }

    /** The best first; equals by the names of their jobs. */
    static Comparator<EvaluationResult> order(String metric) {
        return Comparator.<EvaluationResult>comparingDouble(r -> number(r, metric))
                .reversed()
                .thenComparing(r -> r.job().value())
                .thenComparing(r -> r.checkpoint().sha256());
    }

    private static Board ranked(List<EvaluationResult> rows) {
        var metric = rankedBy(rows.get(0));
        return new Board(rows.stream().sorted(order(metric)).toList());
    }

    static double number(EvaluationResult r, String metric) {
        double n = r.metrics().getOrDefault(metric, Double.NEGATIVE_INFINITY);
        return Double.isNaN(n) ? Double.NEGATIVE_INFINITY : n;
    }
}
