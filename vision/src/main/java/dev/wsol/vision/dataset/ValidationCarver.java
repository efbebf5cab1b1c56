package dev.wsol.vision.dataset;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Chooses validation images from training images, the same ones on every machine. */
final class ValidationCarver {
    private static final int SMALLEST_SHARE_KEPT = 3; // at most one image in three leaves the training split

    private ValidationCarver() {}

    static Set<Sample> choose(List<Sample> train, int perClass, long seed) {
        var byClass = train.stream().collect(Collectors.groupingBy(Sample::label, TreeMap::new, Collectors.toList()));
        Comparator<Sample> order = Comparator.comparingLong((Sample s) -> DatasetDigest.rank(seed + "/" + s.id()))
                .thenComparing(Sample::id);
        var chosen = new HashSet<Sample>();
        for (List<Sample> images : byClass.values())
            images.stream()
                    .sorted(order)
                    .limit(Math.min(perClass, images.size() / SMALLEST_SHARE_KEPT))
                    .forEach(chosen::add);
        return chosen;
    }
}
