package dev.wsol.coordinator.benchmark;

import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.wire.BadMessage;
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

    /** By name; without those that this build cannot read, which do not hold back the others. */
    List<BenchmarkRule> all() {
        return notes.all(PREFIX).stream().flatMap(b -> read(b).stream()).toList();
    }

    /** How many there are that this build cannot read. */
    int unreadable() {
        return notes.all(PREFIX).size() - all().size();
    }

    private static Optional<BenchmarkRule> read(byte[] bytes) {
        try {
            return Optional.of(BenchmarkCodec.decode(bytes));
        } catch (BadMessage written) { // by a newer build, before somebody went back
            return Optional.empty();
        }
    }

    void put(BenchmarkRule rule) {
        notes.put(PREFIX + rule.name(), BenchmarkCodec.encode(rule));
    }

    void drop(String name) {
        notes.drop(PREFIX + name);
    }
}
