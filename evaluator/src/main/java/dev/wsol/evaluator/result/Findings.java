package dev.wsol.evaluator.result;

import dev.wsol.contract.Protocol;
import java.util.List;

/**
 * Everything that one protocol says about one checkpoint beyond its headline numbers. Under a {@code PIXELS} protocol
 * there are no boxes: errors, classes, calibration and images are empty. Under any other there are no pixels.
 *
 * @param threshold score map threshold that boxes the images, chosen at the protocol's main IoU level
 * @param errors over all images
 * @param classes by label; classes without images have no row
 * @param calibration one an IoU level, rising
 * @param images in the order of the lists
 * @param pixels by rising threshold; thresholds that no pixel reaches have no entry
 */
public record Findings(
        Protocol protocol,
        double threshold,
        Breakdown errors,
        List<ClassRow> classes,
        List<Calibration> calibration,
        List<JudgedImage> images,
        List<PrecisionRecall> pixels) {
    public Findings {
        classes = List.copyOf(classes);
        calibration = List.copyOf(calibration);
        images = List.copyOf(images);
        pixels = List.copyOf(pixels);
    }
}
