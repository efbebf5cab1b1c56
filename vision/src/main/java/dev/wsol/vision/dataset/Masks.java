package dev.wsol.vision.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ground truth as pictures: grey images whose non-zero pixels belong to an object (spec section 7, PxAP).
 *
 * @param folder the files are named below it
 * @param objects one mask an object; the foreground is their union
 * @param ignored pixels that count neither way, as far as they are not foreground
 */
public record Masks(Path folder, List<String> objects, Optional<String> ignored) {
    static final Masks NONE = new Masks(Path.of(""), List.of(), Optional.empty());

    public Masks {
        objects = List.copyOf(objects);
    }

    /** Named, their folder not yet known. */
    static Masks of(List<String> objects, Optional<String> ignored) {
        return objects.isEmpty() ? NONE : new Masks(Path.of(""), objects, ignored);
    }

    public boolean isEmpty() {
        return objects.isEmpty();
    }

    List<String> all() {
        return Stream.concat(objects.stream(), ignored.stream()).toList();
    }

    public List<Path> objectFiles() {
        return objects.stream().map(folder::resolve).toList();
    }

    public Optional<Path> ignoredFile() {
        return ignored.map(folder::resolve);
    }

    /** The same names below another folder. */
    public Masks below(Path other) {
        return isEmpty() ? this : new Masks(other, objects, ignored);
    }
}
