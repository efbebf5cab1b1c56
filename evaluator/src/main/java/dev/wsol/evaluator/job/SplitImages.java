package dev.wsol.evaluator.job;

import dev.wsol.evaluator.metric.BoxScaling;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.dataset.Box;
import dev.wsol.vision.dataset.Sample;
import dev.wsol.vision.image.ImageCache;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The images of one split that can be scored: decoded to 224 x 224, with their ground truth.
 *
 * @param samples what the lists say
 * @param cache pixels of sample i at index i; rejected ones have none
 * @param usable indices of the samples that have pixels, in order
 */
record SplitImages(List<Sample> samples, ImageCache cache, List<Integer> usable) {

    static SplitImages of(List<Sample> samples, ImageCache cache) {
        return new SplitImages(
                samples,
                cache,
                IntStream.range(0, samples.size()).filter(cache::has).boxed().toList());
    }

    int rejected() {
        return samples.size() - usable.size();
    }

    /** Ground truth of sample i on a score map of side x side. */
    List<PixelBox> truth(int i, BoxScaling rule, int side) {
        var size = cache.originalSize(i);
        var frame = new BoxScaling.Frame(size.width(), size.height(), side, side);
        return samples.get(i).boxes().stream()
                .map(box -> scaled(box, rule, frame))
                .toList();
    }

    private static PixelBox scaled(Box box, BoxScaling rule, BoxScaling.Frame frame) {
        if (box instanceof Box.Sized b) return rule.extent(b.x(), b.y(), b.width(), b.height(), frame);
        // Whole numbers first is CUB's own rule for x, y, width, height; corners are only divided and clipped.
        var corners = rule == BoxScaling.DIVIDE_FIRST_WHOLE ? BoxScaling.DIVIDE_FIRST : rule;
        return corners.corners(box.x0(), box.y0(), box.x1(), box.y1(), frame);
    }
}
