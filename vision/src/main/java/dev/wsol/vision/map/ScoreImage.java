package dev.wsol.vision.map;

/**
 * The 8-bit image that boxes are cut from: {@code q = trunc(255 s)} of a score map (spec section 3). The array is
 * shared, not copied, so that one image can be filled again and again.
 *
 * @param pixels row-major, one unsigned byte a pixel
 */
public record ScoreImage(int height, int width, byte[] pixels) {
    /** Longest side accepted; far above any map in use, far below where index arithmetic could overflow. */
    public static final int MAX_SIDE = 4_096;

    public ScoreImage {
        if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE)
            throw new MapException("a score image of " + height + "x" + width + ": sides must lie in 1.." + MAX_SIDE);
        if (pixels.length != height * width)
            throw new MapException(
                    "a score image of " + height + "x" + width + " cannot hold " + pixels.length + " pixels");
    }

    /** An image of zeros. */
    public static ScoreImage blank(int height, int width) {
        return new ScoreImage(height, width, new byte[Math.multiplyExact(height, width)]);
    }

    /** Largest value, 0..255: the {@code m} that thresholds are multiplied with. */
    public int peak() {
        int peak = 0;
        for (byte p : pixels) peak = Math.max(peak, p & 0xff);
        return peak;
    }
}
