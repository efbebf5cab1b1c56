package dev.wsol.vision.dataset;

import dev.wsol.vision.image.Size;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Turns detection data into data of one class an image: an image whose objects are all of one class keeps all their
 * boxes, an image of several classes or of none is left out and counted.
 */
final class SingleClass {
    private final Map<Split, List<Image>> images = new LinkedHashMap<>();
    private final TreeSet<String> names = new TreeSet<>();
    private int several;
    private int none;

    private record Image(
            String id, ImageFiles.Found file, String name, List<Box> boxes, Optional<Size> size, Origin origin) {}

    /** How many objects an image may have; more is no annotation but an attack or a mistake. */
    static final int MOST_OBJECTS = 10_000;

    void add(
            Split split,
            String id,
            ImageFiles.Found file,
            List<SeenObject> objects,
            Optional<Size> size,
            Origin origin) {
        var classes = objects.stream().map(SeenObject::name).distinct().toList();
        var boxes =
                objects.stream().map(SeenObject::box).filter(Objects::nonNull).toList();
        if (classes.size() > 1) several++;
        else if (boxes.isEmpty()) none++;
        else {
            names.add(classes.get(0));
            images.computeIfAbsent(split, s -> new ArrayList<>())
                    .add(new Image(id, file, classes.get(0), boxes, size, origin));
        }
    }

    /** Samples with classes in the given order, else sorted by name. */
    void into(Parts parts, List<String> order) {
        var classes = order.isEmpty() ? List.copyOf(names) : order;
        var labels = new LinkedHashMap<String, Integer>();
        for (String name : classes) labels.put(name, labels.size());
        parts.classes(classes);
        images.forEach((split, list) -> list.forEach(image -> parts.split(split)
                .add(new Sample(
                        image.id,
                        image.file.folder(),
                        image.file.name(),
                        labels.get(image.name),
                        new Annotation(image.boxes, Masks.NONE, image.size),
                        image.origin))));
        if (several > 0) parts.note(several + " images with objects of several classes are left out");
        if (none > 0) parts.note(none + " images without a usable object are left out");
    }
}
