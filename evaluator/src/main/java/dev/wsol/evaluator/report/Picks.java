package dev.wsol.evaluator.report;

import dev.wsol.evaluator.metric.Outcome;
import dev.wsol.evaluator.result.JudgedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Which images of an outcome are shown: those that fit worst, those that fit best, and some at random of the rest. No
 * image is shown twice.
 *
 * @param worst lowest IoU first
 * @param best highest IoU first
 * @param random in the order of the data set
 * @param total images of this outcome, shown or not
 */
public record Picks(List<JudgedImage> worst, List<JudgedImage> best, List<JudgedImage> random, int total) {
    private static final Comparator<JudgedImage> BY_FIT = Comparator.comparingDouble(JudgedImage::iou)
            .thenComparing(JudgedImage::id)
            .thenComparing(JudgedImage::index);

    public Picks {
        worst = List.copyOf(worst);
        best = List.copyOf(best);
        random = List.copyOf(random);
    }

    /** Up to {@code each} of each kind for every outcome that occurs. The same seed gives the same choice. */
    public static Map<Outcome, Picks> of(List<JudgedImage> images, int each, long seed) {
        var out = new EnumMap<Outcome, Picks>(Outcome.class);
        if (each < 1) return out;
        var dice = new Random(seed);
        for (var outcome : Outcome.values()) {
            var of = images.stream().filter(i -> i.outcome() == outcome).toList();
            if (!of.isEmpty()) out.put(outcome, of(of, each, dice));
        }
        return out;
    }

    private static Picks of(List<JudgedImage> images, int each, Random dice) {
        var sorted = images.stream().sorted(BY_FIT).toList();
        int low = Math.min(each, (sorted.size() + 1) / 2);
        int high = Math.min(each, sorted.size() - low);
        var best = new ArrayList<>(sorted.subList(sorted.size() - high, sorted.size()));
        Collections.reverse(best);
        var rest = new ArrayList<>(sorted.subList(low, sorted.size() - high));
        Collections.shuffle(rest, dice);
        var random = rest.subList(0, Math.min(each, rest.size())).stream()
                .sorted(Comparator.comparingInt(JudgedImage::index))
                .toList();
        return new Picks(sorted.subList(0, low), best, random, images.size());
    }

    /** All images shown. */
    public List<JudgedImage> all() {
        var all = new ArrayList<>(worst);
        all.addAll(best);
        all.addAll(random);
        return all;
    }
}
