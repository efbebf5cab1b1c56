package dev.wsol.vision.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Chooses validation images from training images: in each class the images are ordered by the first 8 bytes of
 * SHA-256("seed/id"), and the first few leave the training split, never more than a third of a class. The same seed and
 * lists give the same images on every machine.
 */
final class ValidationCarver {
    private static final int SMALLEST_SHARE_KEPT = 3; // at most one image in three leaves the training split

    private ValidationCarver() {}

    private record Ranked(long rank, String id) {
        static final Comparator<Ranked> ORDER =
                Comparator.comparingLong(Ranked::rank).thenComparing(Ranked::id);
    }

    /** Ids of those chosen. */
    static Set<String> choose(List<Sample> train, int perClass, long seed) {
        var chosen = new HashSet<String>();
        if (perClass == 0) return chosen;
        var byClass = new TreeMap<Integer, List<Ranked>>();
        for (Sample sample : train)
            byClass.computeIfAbsent(sample.label(), label -> new ArrayList<>())
                    .add(new Ranked(DatasetDigest.rank(seed + "/" + sample.id()), sample.id()));
        for (List<Ranked> images : byClass.values())
            images.stream()
                    .sorted(Ranked.ORDER)
                    .limit(Math.min(perClass, images.size() / SMALLEST_SHARE_KEPT))
                    .forEach(ranked -> chosen.add(ranked.id()));
        return chosen;
    }
}
