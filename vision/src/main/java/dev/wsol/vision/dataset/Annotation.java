package dev.wsol.vision.dataset;

import dev.wsol.vision.image.Size;
import java.util.List;
import java.util.Optional;

/**
 * What a data set says about where the object is.
 *
 * @param boxes ground truth in pixels of the file; may be empty
 * @param masks the same as pictures; may be empty
 * @param size of the image as the lists give it, where they do
 */
public record Annotation(List<Box> boxes, Masks masks, Optional<Size> size) {
    /** Images of which only the class is known. */
    static final Annotation NONE = new Annotation(List.of(), Masks.NONE, Optional.empty());

    public Annotation {
        boxes = List.copyOf(boxes);
    }

    static Annotation of(List<Box> boxes) {
        return boxes.isEmpty() ? NONE : new Annotation(boxes, Masks.NONE, Optional.empty());
    }
}
