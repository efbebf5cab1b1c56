package dev.wsol.vision.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which folder holds which class, gathered from lists that name both. */
final class ClassNames {
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private int classes;

    /** Remembers the pair. The answer says what is wrong when another line had it differently. */
    Optional<String> of(int label, String name) {
        atLeast(label);
        Integer known = labels.putIfAbsent(name, label);
        if (known != null && known != label)
            return Optional.of("has class %d, but lines before give %s the class %d".formatted(label, name, known));
        String other = names.putIfAbsent(label, name);
        if (other != null && !other.equals(name))
            return Optional.of("has class %d, which lines before give to %s".formatted(label, other));
        return Optional.empty();
    }

    /** There is a class of this number, whatever its name. */
    void atLeast(int label) {
        classes = Math.max(classes, label + 1);
    }

    boolean isNamed(int label) {
        return names.containsKey(label);
    }

    Optional<Integer> labelOf(String name) {
        return Optional.ofNullable(labels.get(name));
    }

    /** Names by label; classes that nobody named are called by their number. */
    List<String> byLabel() {
        return IntStream.range(0, classes)
                .mapToObj(label -> names.getOrDefault(label, "class " + label))
                .toList();
    }
}
