package dev.wsol.infra.cli.dataset;

import dev.wsol.vision.dataset.DatasetSource;
import dev.wsol.vision.dataset.Problems;
import dev.wsol.vision.dataset.Split;
import dev.wsol.vision.image.Size;
import java.util.List;
import java.util.Map;

/**
 * What a check found.
 *
 * @param path the folder as it was given
 * @param parts those with images
 * @param baselines by part, then by rule: percent by name
 * @param decoded images whose pixels were read
 */
record Found(
        String path,
        DatasetSource data,
        Map<Split, Part> parts,
        Map<Split, Map<String, Map<String, Double>>> baselines,
        int decoded,
        Problems problems) {

    /**
     * One part in numbers.
     *
     * @param classes that have an image in it
     * @param several images with more than one box or mask
     * @param most boxes or masks of one image
     * @param sizes of the images whose headers could be read
     */
    record Part(int images, int classes, long boxes, long masks, int several, int most, Sizes sizes) {}

    /** Width and height: least, median and most of each. */
    record Sizes(int images, Size least, Size median, Size most) {
        static Sizes of(List<Size> sizes) {
            if (sizes.isEmpty()) return new Sizes(0, new Size(0, 0), new Size(0, 0), new Size(0, 0));
            int[] widths = sizes.stream().mapToInt(Size::width).sorted().toArray();
            int[] heights = sizes.stream().mapToInt(Size::height).sorted().toArray();
            int last = widths.length - 1;
            return new Sizes(
                    sizes.size(),
                    new Size(widths[0], heights[0]),
                    new Size(widths[last / 2], heights[last / 2]),
                    new Size(widths[last], heights[last]));
        }
    }
}
