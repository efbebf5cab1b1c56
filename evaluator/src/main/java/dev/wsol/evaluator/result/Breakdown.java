package dev.wsol.evaluator.result;

import dev.wsol.evaluator.metric.Outcome;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why images fail for Top-1 localization, and how many do not (spec section 8.3). Every scored image is in one class.
 *
 * @param counts images by outcome; every outcome is there
 */
public record Breakdown(Map<Outcome, Integer> counts) {
    public Breakdown {
        var all = new EnumMap<Outcome, Integer>(Outcome.class);
        for (var outcome : Outcome.values()) all.put(outcome, counts.getOrDefault(outcome, 0));
        counts = Collections.unmodifiableMap(all);
    }

    public static Breakdown of(Collection<JudgedImage> images) {
        var counts = new EnumMap<Outcome, Integer>(Outcome.class);
        images.forEach(i -> counts.merge(i.outcome(), 1, Integer::sum));
        return new Breakdown(counts);
    }

    public int of(Outcome outcome) {
        return counts.get(outcome);
    }

    public int images() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Share of all images in percent; 0 if there are none. */
    public double percent(Outcome outcome) {
        return images() == 0 ? 0 : of(outcome) * 100.0 / images();
    }

    /** Counts under the names that results carry: {@code right}, {@code error.classWrong}, {@code error.part}, ... */
    public Map<String, Long> named() {
        var out = new TreeMap<String, Long>();
        counts.forEach((outcome, n) -> out.put(name(outcome), n.longValue()));
        return out;
    }

    public static String name(Outcome outcome) {
        if (outcome == Outcome.RIGHT) return "right";
        var words = outcome.name().toLowerCase(Locale.ROOT).split("_", -1);
        return "error." + words[0]
                + Arrays.stream(words)
                        .skip(1)
                        .map(w -> Character.toUpperCase(w.charAt(0)) + w.substring(1))
                        .reduce("", String::concat);
    }
}
