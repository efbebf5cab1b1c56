package dev.wsol.vision.image;

/** The ImageNet mean and deviation that every published network of this kind was trained with (spec section 7). */
public final class Normalization {
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    /** Normalised value by channel and byte: 768 floats instead of two divisions a pixel. */
    static final float[][] TABLE = table();

    private Normalization() {}

    /** What a byte of a channel (0 red, 1 green, 2 blue) becomes: (value / 255 - mean) / deviation, in float32. */
    public static float of(int channel, int value) {
        return TABLE[channel][value];
    }

    private static float[][] table() {
        var table = new float[3][256];
        for (int c = 0; c < 3; c++) for (int v = 0; v < 256; v++) table[c][v] = (v / 255f - MEAN[c]) / DEVIATION[c];
        return table;
    }
}
