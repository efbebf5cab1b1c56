package dev.wsol.coordinator.benchmark;

import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.wire.BenchmarkCodec;
import java.util.List;
import java.util.Optional;

/** The benchmark rules that hold. */
final class Rules {
    private static final String PREFIX = "rule/";
    private final Notes notes;

    Rules(Notes notes) {
        this.notes = notes;
    }

    Optional<BenchmarkRule> get(String name) {
        return notes.get(PREFIX + name).map(BenchmarkCodec::decode);
    }

    /** By name. */
    List<BenchmarkRule> all() {
        return notes.all(PREFIX).stream().map(BenchmarkCodec::decode).toList();
    }

    void put(BenchmarkRule rule) {
        notes.put(PREFIX + rule.name(), BenchmarkCodec.encode(rule));
    }

    void drop(String name) {
        notes.drop(PREFIX + name);
    }
}
