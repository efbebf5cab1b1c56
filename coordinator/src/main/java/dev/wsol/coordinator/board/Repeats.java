package dev.wsol.coordinator.board;

import dev.wsol.contract.EvaluationResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The repeats of one board, kept as rows come and go. Says the same as {@link Repeat#of}. Not for several threads. */
final class Repeats {
    private final Function<EvaluationResult, Object> setting;
    private final Map<Repeat.Setting, Runs> groups = new HashMap<>();

    /** Rows of one setting: by seed, then by train job, of which the first one counts. */
    private record Runs(TreeSet<Row> rows, TreeMap<Long, NavigableMap<String, List<Row>>> bySeed) {}

    Repeats(Function<EvaluationResult, Object> setting) {
        this.setting = setting;
    }

    void add(Row row) {
        var runs = groups.computeIfAbsent(key(row), k -> new Runs(new TreeSet<>(), new TreeMap<>()));
        runs.rows.add(row);
        var origin = row.result().origin();
        runs.bySeed
                .computeIfAbsent(origin.seed(), s -> new TreeMap<>())
                .computeIfAbsent(origin.trainJob(), t -> new ArrayList<>(1))
                .add(row);
    }

    /** The setting must be the same as when it was added. */
    void remove(Row row) {
        var runs = groups.get(key(row));
        var origin = row.result().origin();
        runs.rows.remove(row);
        if (runs.rows.isEmpty()) groups.remove(key(row));
        var byTrain = runs.bySeed.get(origin.seed());
        var rows = byTrain.get(origin.trainJob());
        rows.remove(row);
        if (rows.isEmpty()) byTrain.remove(origin.trainJob());
        if (byTrain.isEmpty()) runs.bySeed.remove(origin.seed());
    }

    /** The repeat whose best row this is. */
    Optional<Repeat> ledBy(Row row) {
        var runs = groups.get(key(row));
        if (runs.bySeed.size() < 2 || !runs.rows.first().equals(row)) return Optional.empty();
        return Optional.of(Repeat.of(runs.bySeed.values().stream()
                .map(byTrain -> byTrain.firstEntry().getValue())
                .map(rows ->
                        Repeat.chosen(rows.stream().sorted().map(Row::result).toList()))
                .toList()));
    }

    private Repeat.Setting key(Row row) {
        return new Repeat.Setting(setting.apply(row.result()), Repeat.chosenBy(row.result()));
    }
}
