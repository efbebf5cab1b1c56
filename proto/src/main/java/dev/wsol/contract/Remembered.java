package dev.wsol.contract;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Answers of a function of few different arguments, each worked out once: specs and results name the same networks and
 * protocols again and again. Mistakes are not remembered. When there are too many answers, all are forgotten.
 */
final class Remembered<K, V> {
    private static final int MOST = 4_096;
    private final Map<K, V> answers = new ConcurrentHashMap<>();
    private final Function<K, V> function;

    /** @param function the same argument always has the same answer */
    Remembered(Function<K, V> function) {
        this.function = function;
    }

    V of(K argument) {
        var known = answers.get(argument);
        if (known != null) return known;
        var answer = function.apply(argument);
        if (answers.size() >= MOST) answers.clear();
        answers.put(argument, answer);
        return answer;
    }
}
