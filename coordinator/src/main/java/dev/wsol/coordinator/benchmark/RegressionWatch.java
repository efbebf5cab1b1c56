package dev.wsol.coordinator.benchmark;

import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.contract.Regression;
import dev.wsol.contract.wire.SeriesCodec;
import dev.wsol.contract.wire.SeriesCodec.Entry;
import dev.wsol.coordinator.board.Board;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Earlier results of each rule and recipe, and what a new one says beside them. */
final class RegressionWatch {
    /** The newest count: a bound for memory, and old code should not define what is normal for ever. */
    private static final int KEPT = 32;

    private static final String PREFIX = "series/";
    private final Notes notes;

    RegressionWatch(Notes notes) {
        this.notes = notes;
    }

    /** @param setting results of the same setting may be compared */
    Optional<Regression> hear(BenchmarkRule rule, String setting, RegisteredCheckpoint checkpoint, EvaluationResult r) {
        var metric = new Board(List.of(r)).rankedBy();
        var value = r.metrics().get(metric);
        if (value == null || !Double.isFinite(value)) return Optional.empty();
        var key =
                PREFIX + Keys.hash(rule.name(), r.datasetDigest(), r.protocol().digest(), setting);
        var earlier = notes.get(key).map(SeriesCodec::decode).orElse(List.of());
        var found =
                earlier.stream().anyMatch(e -> e.sha256().equals(r.checkpoint().sha256()))
                        ? Optional.<Drop>empty()
                        : Drop.of(earlier, value, rule.regressionDrop());
        remember(
                key,
                earlier,
                new Entry(r.job(), r.checkpoint().sha256(), r.origin().seed(), value));
        return found.map(d -> new Regression(
                rule.name(),
                checkpoint,
                r.dataset(),
                r.datasetDigest(),
                r.protocol().name(),
                r.protocol().digest(),
                metric,
                value,
                d.reference(),
                d.allowed(),
                d.basis(),
                earlier.size(),
                d.best().job().value()));
    }

    private void remember(String key, List<Entry> earlier, Entry entry) {
        var all = new ArrayList<>(earlier);
        all.removeIf(e -> e.sha256().equals(entry.sha256()));
        all.add(entry);
        notes.put(key, SeriesCodec.encode(all.subList(Math.max(0, all.size() - KEPT), all.size())));
    }
}
