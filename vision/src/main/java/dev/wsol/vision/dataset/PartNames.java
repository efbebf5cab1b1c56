package dev.wsol.vision.dataset;

import java.util.Locale;
import java.util.Optional;

/** Which part a folder or list is by its name. */
final class PartNames {
    private PartNames() {}

    /** train..., val..., test..., in any case: {@code train2017}, {@code valid}, {@code validation}. */
    static Optional<Split> part(String name) {
        String n = name.toLowerCase(Locale.ROOT);
        if (n.startsWith("train")) return Optional.of(Split.TRAIN);
        if (n.startsWith("val")) return Optional.of(Split.VALIDATION);
        if (n.startsWith("test")) return Optional.of(Split.TEST);
        return Optional.empty();
    }
}
