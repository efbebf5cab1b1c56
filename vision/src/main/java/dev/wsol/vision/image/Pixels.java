package dev.wsol.vision.image;

import java.util.Arrays;

/**
 * A decoded picture.
 *
 * @param width pixels a row
 * @param height rows
 * @param rgb R, G, B of the first pixel, of the second, ...; row by row; shared, not copied
 */
public record Pixels(int width, int height, byte[] rgb) {

    public Pixels {
        if (width <= 0 || height <= 0 || rgb.length != 3L * width * height)
            throw new IllegalArgumentException(
                    width + "x" + height + " pixels need 3 bytes each, there are " + rgb.length);
    }

    public Size size() {
        return new Size(width, height);
    }

    /** Both sides to the given lengths, aspect ratio not kept. Bit-equal to Pillow's bilinear resize (spec section 7). */
    public Pixels resize(int newWidth, int newHeight) {
        return Resampler.resize(this, newWidth, newHeight);
    }

    /**
     * Cuts a window, optionally mirrors it, and writes it normalised as float32 planes [3, crop, crop] (spec section 7).
     *
     * @param left columns skipped on the left, before mirroring
     * @param crop side of the window
     * @param flip mirror left to right
     * @param out gets R, G, B planes from {@code offset} on
     * @throws IndexOutOfBoundsException if the window leaves the picture or {@code out} is too short
     */
    public void normalize(int top, int left, int crop, boolean flip, float[] out, int offset) {
        if (crop <= 0 || top < 0 || left < 0 || top + crop > height || left + crop > width)
            throw new IndexOutOfBoundsException(
                    "window " + crop + " at top " + top + ", left " + left + " leaves " + size());
        int step = flip ? -1 : 1;
        for (int channel = 0; channel < 3; channel++) {
            float[] values = Normalization.TABLE[channel];
            for (int y = 0; y < crop; y++) {
                int to = offset + (channel * crop + y) * crop + (flip ? crop - 1 : 0);
                int from = ((top + y) * width + left) * 3 + channel;
                for (int x = 0; x < crop; x++, to += step, from += 3) out[to] = values[rgb[from] & 0xff];
            }
        }
    }

    /** The whole square picture as [3, side, side], the test transform after resizing. */
    public void normalize(float[] out, int offset) {
        if (width != height) throw new IndexOutOfBoundsException("not square: " + size());
        normalize(0, 0, width, false, out, offset);
    }

    /** Two pictures are equal when all their pixels are. */
    @Override
    public boolean equals(Object o) {
        return o instanceof Pixels p && width == p.width && Arrays.equals(rgb, p.rgb);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rgb);
    }

    @Override
    public String toString() {
        return size() + " pixels";
    }
}
