package dev.wsol.vision.map;

/**
 * The 8-bit image that boxes are cut from: {@code q = trunc(255 s)} of a score map (spec section 3). The array is
 * shared, not copied, so that one image can be filled again and again.
 *
 * @param pixels row-major, one unsigned byte a pixel
 */
public record ScoreImage(int height, int width, byte[] pixels) {
    /** Longest side accepted. */
    public static final int MAX_SIDE = 16_384;

    /** Most pixels accepted. */
    public static final int MAX_PIXELS = 1 << 24;

    public ScoreImage {
        check("score image", height, width);
        if (pixels.length != height * width)
            throw new MapException(
                    "a score image of " + height + "x" + width + " cannot hold " + pixels.length + " pixels");
    }

    /** Refuses sizes that no map has, before memory is taken for them. */
    static void check(String what, int height, int width) {
        if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE || height * width > MAX_PIXELS)
            throw new MapException("a " + what + " of " + height + "x" + width + ": sides must lie in 1.." + MAX_SIDE
                    + ", and there may be " + MAX_PIXELS + " pixels at most");
    }

    /** An image of zeros. */
    public static ScoreImage blank(int height, int width) {
        check("score image", height, width);
        return new ScoreImage(height, width, new byte[height * width]);
    }

    /** Largest value, 0..255: the {@code m} that thresholds are multiplied with. */
    public int peak() {
        int peak = 0;
        for (byte p : pixels) peak = Math.max(peak, p & 0xff);
        return peak;
    }
}
