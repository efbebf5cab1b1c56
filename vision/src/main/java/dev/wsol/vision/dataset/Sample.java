package dev.wsol.vision.dataset;

import dev.wsol.vision.image.Size;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One image of a data set.
 *
 * @param id unique in the data set: the path as its lists give it, for example {@code 001.Class/file.jpg}
 * @param folder the file is named below it
 * @param file its name; kept apart from the folder, so that a million samples stay below 200 MB
 * @param label class index from 0
 * @param annotation what is known of the object's place
 * @param origin file and line the annotation comes from, for messages
 */
public record Sample(String id, Path folder, String file, int label, Annotation annotation, Origin origin) {

    /** Official annotations have right or lower edges up to a pixel outside, from counting the last pixel differently. */
    private static final double EDGE_SLACK = 1;

    public Path path() {
        return folder.resolve(file);
    }

    /** Ground truth in pixels of the file; empty where only the class is known. */
    public List<Box> boxes() {
        return annotation.boxes();
    }

    public Masks masks() {
        return annotation.masks();
    }

    /** Why an annotation cannot belong to an image of this size; empty when all fits. */
    public Optional<Problem> boxProblem(Size image) {
        if (annotation.size().filter(listed -> !listed.equals(image)).isPresent())
            return Optional.of(new Problem(
                    origin,
                    "%s is said to have %s pixels, the file has %s; check that this is the right image"
                            .formatted(id, annotation.size().get(), image)));
        for (Box box : boxes())
            if (!box.isInside(image.width(), image.height(), EDGE_SLACK))
                return Optional.of(new Problem(
                        origin,
                        ("the box (%s, %s)-(%s, %s) reaches outside the image %s, which has %s pixels;"
                                        + " correct the line or check that this is the right image")
                                .formatted(box.x0(), box.y0(), box.x1(), box.y1(), id, image)));
        return Optional.empty();
    }
}
