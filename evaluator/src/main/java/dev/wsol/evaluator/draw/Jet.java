package dev.wsol.evaluator.draw;

/** The JET colours of heat maps, equal to OpenCV's table. */
final class Jet {
    private static final int[] RGB = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int red = Math.min(4 * i - 382, 128 + 4 * (255 - i));
            int green = Math.min(4 * i - 128, 892 - 4 * i);
            int blue = Math.min(128 + 4 * i, 638 - 4 * i);
            if (i == 159) blue = 1; // the one entry of the table that is off the line
            RGB[i] = clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
        }
    }

    private Jet() {}

    /** Colour 0xRRGGBB of a grey level 0..255. */
    static int rgb(int level) {
        return RGB[level];
    }

    static int clamp(int channel) {
        return Math.max(0, Math.min(255, channel));
    }
}
