package dev.wsol.coordinator.board;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.MeanInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Runs that differ in their seed alone: same network, recipe, data and choice of the checkpoint. One run says little.
 *
 * @param runs one a seed, the checkpoint that the runs' own rule chooses; by rising seed, at least two
 * @param chosenBy the rule, in words
 * @param metrics mean and interval of every metric that all runs have
 */
public record Repeat(List<EvaluationResult> runs, String chosenBy, Map<String, MeanInterval> metrics) {
    private static final String LAST = "last epoch";
    private static final String ON = " on ";

    public Repeat {
        runs = List.copyOf(runs);
        metrics = Map.copyOf(metrics);
    }

    /**
     * All repeats of a board, in the order of their best rows.
     *
     * @param setting everything that a run's numbers depend on but its seed
     */
    public static List<Repeat> of(Board board, Function<EvaluationResult, ?> setting) {
        Map<Setting, Map<Long, List<EvaluationResult>>> settings = new LinkedHashMap<>();
        for (var r : board.rows())
            settings.computeIfAbsent(new Setting(setting.apply(r), chosenBy(r)), s -> new TreeMap<>())
                    .computeIfAbsent(r.origin().seed(), s -> new ArrayList<>())
                    .add(r);
        return settings.values().stream()
                .filter(bySeed -> bySeed.size() > 1)
                .map(bySeed -> of(bySeed.values().stream().map(Repeat::chosen).toList()))
                .toList();
    }

    /** What all runs of a repeat share. */
    record Setting(Object of, String chosenBy) {}

    /** @param runs one a seed */
    static Repeat of(List<EvaluationResult> runs) {
        var metrics = new TreeMap<String, MeanInterval>();
        for (var name : runs.get(0).metrics().keySet()) {
            var values = runs.stream().map(r -> r.metrics().get(name)).toList();
            if (values.stream().noneMatch(v -> Objects.isNull(v) || !Double.isFinite(v)))
                metrics.put(name, MeanInterval.of(values));
        }
        return new Repeat(runs, chosenBy(runs.get(0)), metrics);
    }

    static String chosenBy(EvaluationResult r) {
        var metric = choosing(r);
        return metric.isEmpty() || !r.metrics().containsKey(metric)
                ? LAST
                : r.origin().selection();
    }

    /** The checkpoint that the run's rule chooses, the earlier of equals, else the last; a seed that was run twice counts once. */
    static EvaluationResult chosen(List<EvaluationResult> rows) {
        var metric = choosing(rows.get(0));
        var first = rows.stream()
                .map(r -> r.origin().trainJob())
                .sorted()
                .findFirst()
                .orElseThrow();
        var byEpoch =
                Comparator.<EvaluationResult>comparingInt(r -> r.checkpoint().epoch());
        boolean scored = !chosenBy(rows.get(0)).equals(LAST);
        return rows.stream()
                .filter(r -> r.origin().trainJob().equals(first))
                .max(
                        scored
                                ? Comparator.<EvaluationResult>comparingDouble(r -> Board.number(r, metric))
                                        .thenComparing(byEpoch.reversed())
                                : byEpoch)
                .orElseThrow();
    }

    /** {@code top1Loc on validation} is {@code validationTop1Loc}; empty where the last epoch counts. */
    private static String choosing(EvaluationResult r) {
        var rule = r.origin().selection();
        int on = rule.indexOf(ON);
        if (on < 0) return "";
        var figure = rule.substring(0, on).equals("maxBoxAcc") ? "maxBoxAcc50" : rule.substring(0, on);
        return rule.substring(on + ON.length()).equals("validation")
                ? "validation" + Character.toUpperCase(figure.charAt(0)) + figure.substring(1)
                : figure;
    }
}
