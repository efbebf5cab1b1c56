package dev.wsol.vision.map;

import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.Pixels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Mask pictures as one label image of a map's size (spec section 7): 1 where some object is, 255 where pixels are to be
 * ignored and no object is, 0 elsewhere.
 */
public final class MaskLabels {
    private static final byte IGNORED = (byte) 255;

    private final Decoder decoder;

    public MaskLabels(Decoder decoder) {
        this.decoder = decoder;
    }

    /**
     * @param objects one picture an object; their union is the foreground
     * @return row-major labels
     * @throws dev.wsol.vision.image.ImageException if a picture is missing or unreadable
     */
    public byte[] read(List<Path> objects, Optional<Path> ignored, int height, int width) {
        ScoreImage.check("mask", height, width);
        var labels = new byte[height * width];
        ignored.ifPresent(file -> paint(labels, decoder.decode(file), height, width, IGNORED));
        for (var file : objects) paint(labels, decoder.decode(file), height, width, (byte) 1);
        return labels;
    }

    private static void paint(byte[] labels, Pixels mask, int height, int width, byte label) {
        int[] columns = nearest(mask.width(), width);
        int[] rows = nearest(mask.height(), height);
        for (int y = 0, i = 0; y < height; y++)
            for (int x = 0; x < width; x++, i++)
                if (isSet(mask.rgb(), 3 * (rows[y] * mask.width() + columns[x]))) labels[i] = label;
    }

    /** Grey as OpenCV makes it of colours, in whole numbers; any grey above zero is part of the mask. */
    private static boolean isSet(byte[] rgb, int at) {
        int grey = (rgb[at] & 0xff) * 4899 + (rgb[at + 1] & 0xff) * 9617 + (rgb[at + 2] & 0xff) * 1868;
        return grey + 8192 >> 14 > 0;
    }

    /** OpenCV's nearest neighbour. */
    private static int[] nearest(int in, int out) {
        double scale = 1.0 / (out / (double) in);
        var index = new int[out];
        for (int d = 0; d < out; d++) index[d] = Math.min((int) Math.floor(d * scale), in - 1);
        return index;
    }
}
