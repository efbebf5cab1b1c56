package dev.wsol.vision.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Ground truth that is drawn rather than boxed (spec section 7, PxAP). */
public final class MaskImages {
    /** Value of a pixel that counts neither way. */
    public static final byte IGNORED = (byte) 255;

    private MaskImages() {}

    /**
     * The union of an image's masks on a score map: 1 object, 0 background, {@link #IGNORED} (255 unsigned) where the
     * ignore mask is set and no object is. Masks are read as grey and resized by nearest neighbour; any level above 0 is
     * set.
     *
     * @param objects at least one file
     * @param width of the score map, pixels
     * @param height rows of it
     * @return height rows of width labels
     * @throws ImageException if a mask cannot be read
     */
    public static byte[] labels(List<Path> objects, Optional<Path> ignored, int width, int height, Decoder decoder) {
        if (objects.isEmpty()) throw new IllegalArgumentException("an image without masks has no labels");
        var labels = new byte[Math.multiplyExact(width, height)];
        ignored.ifPresent(file -> paint(decoder.decode(file), labels, width, height, IGNORED));
        for (Path file : objects) paint(decoder.decode(file), labels, width, height, (byte) 1);
        return labels;
    }

    private static void paint(Pixels mask, byte[] labels, int width, int height, byte label) {
        int[] columns = nearest(mask.width(), width);
        int[] rows = nearest(mask.height(), height);
        for (int y = 0, at = 0; y < height; y++) {
            int row = rows[y] * mask.width();
            for (int x = 0; x < width; x++, at++) if (isSet(mask.rgb(), (row + columns[x]) * 3)) labels[at] = label;
        }
    }

    /** Source index of every target index: min(floor(d * (1.0 / (out / in))), in - 1) in double. */
    private static int[] nearest(int in, int out) {
        double scale = 1.0 / (out / (double) in);
        var from = new int[out];
        for (int d = 0; d < out; d++) from[d] = Math.min((int) Math.floor(d * scale), in - 1);
        return from;
    }

    /** Whether the grey level of 14-bit luma weights, rounded, is above 0. */
    private static boolean isSet(byte[] rgb, int at) {
        int luma = (rgb[at] & 0xff) * 4899 + (rgb[at + 1] & 0xff) * 9617 + (rgb[at + 2] & 0xff) * 1868;
        return luma + (1 << 13) >> 14 > 0;
    }
}
