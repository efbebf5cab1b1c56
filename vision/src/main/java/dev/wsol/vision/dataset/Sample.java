package dev.wsol.vision.dataset;

import dev.wsol.vision.image.Size;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One image of a data set.
 *
 * @param id unique in the data set: the path as its lists give it, for example {@code 001.Class/file.jpg}
 * @param path the file
 * @param label class index from 0
 * @param boxes ground truth in pixels of the file
 * @param origin file and line the boxes come from, for messages
 */
public record Sample(String id, Path path, int label, List<Box> boxes, String origin) {

    /** Official annotations have edges up to a pixel outside, from counting the last pixel differently. */
    private static final double EDGE_SLACK = 1;

    public Sample {
        boxes = List.copyOf(boxes);
    }

    /** Why a box cannot belong to an image of this size, in one line that says what to do; empty when all fit. */
    public Optional<String> boxProblem(Size image) {
        for (Box box : boxes)
            if (!box.isInside(image.width(), image.height(), EDGE_SLACK))
                return Optional.of(("%s: the box (%s, %s)-(%s, %s) reaches outside the image %s, which has %s pixels;"
                                + " correct the line or check that this is the right image")
                        .formatted(origin, box.x0(), box.y0(), box.x1(), box.y1(), id, image));
        return Optional.empty();
    }
}
