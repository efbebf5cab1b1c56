package dev.wsol.worker.train;

import dev.wsol.vision.model.ModelConfig;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/**
 * What happens to one image in one epoch: a 224 x 224 crop of its 256 x 256 pixels, perhaps mirrored, scaled and normalised in
 * float32 (spec section 7).
 *
 * @param top first row of the crop, 0..32
 * @param left first column of the crop, 0..32
 * @param mirrored whether columns are reversed after the crop
 */
record Augmentation(int top, int left, boolean mirrored) {
    private static final int CROP = ModelConfig.IMAGE;
    private static final int SLACK = PixelSource.SIDE - CROP;
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] STD = {0.229f, 0.224f, 0.225f};

    /** Normalised value of each byte, by channel: there are only 256 of them. */
    private static final float[][] NORMALISED = new float[3][256];

    static {
        for (int c = 0; c < 3; c++) for (int v = 0; v < 256; v++) NORMALISED[c][v] = (v / 255f - MEAN[c]) / STD[c];
    }

    /** Depends on the arguments only, never on threads or on what was drawn before (spec section 10, number 33). */
    static Augmentation of(long seed, int epoch, int index) {
        var random = new SplittableRandom(Seeds.of(Seeds.Use.AUGMENTATION, seed, epoch, index));
        return new Augmentation(random.nextInt(SLACK + 1), random.nextInt(SLACK + 1), random.nextBoolean());
    }

    /** Writes (3,224,224) at the buffer's position and moves it; {@code rgb} is 256 x 256 x 3. */
    void apply(byte[] rgb, FloatBuffer out) {
        int step = mirrored ? -3 : 3;
        var row = new float[CROP];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < CROP; y++) {
                int from = ((top + y) * PixelSource.SIDE + left + (mirrored ? CROP - 1 : 0)) * 3 + c;
                for (int x = 0; x < CROP; x++) row[x] = NORMALISED[c][rgb[from + x * step] & 0xff];
                out.put(row);
            }
        }
    }
}
