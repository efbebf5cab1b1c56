package dev.wsol.contract.sweep;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A place in a search space: a value for each parameter that exists there.
 *
 * @param values by name; numbers as Java writes them, so that reading them again loses nothing
 */
public record Point(Map<String, String> values) {
    public Point {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** With one value more, or another one. */
    public Point with(String name, String value) {
        var all = new TreeMap<>(values);
        all.put(name, value);
        return new Point(all);
    }

    /** For people: {@code dropPath=0.1 learningRate=5.0E-5}. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }
}
