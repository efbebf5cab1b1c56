package dev.wsol.vision.map;

/**
 * Resizes double maps exactly as OpenCV does, to the last bit (spec section 3.1): half-pixel centres, weights rounded to
 * float, rows first, sums from left to right. Weights are made once; a resizer belongs to one thread.
 */
public final class MapResize {
    /** How many neighbours of each axis are mixed. */
    public enum Kind {
        BILINEAR,
        BICUBIC
    }

    private final int inHeight;
    private final int inWidth;
    private final int outHeight;
    private final int outWidth;
    private final Axis across;
    private final Axis down;
    private final double[] rows; // inHeight x outWidth: rows already widened

    public MapResize(Kind kind, int inHeight, int inWidth, int outHeight, int outWidth) {
        ScoreImage.check("map to resize", inHeight, inWidth);
        ScoreImage.check("resized map", outHeight, outWidth);
        ScoreImage.check("half-resized map", inHeight, outWidth);
        this.inHeight = inHeight;
        this.inWidth = inWidth;
        this.outHeight = outHeight;
        this.outWidth = outWidth;
        this.across = Axis.of(kind, inWidth, outWidth, true);
        this.down = Axis.of(kind, inHeight, outHeight, false);
        this.rows = new double[inHeight * outWidth];
    }

    public int outHeight() {
        return outHeight;
    }

    public int outWidth() {
        return outWidth;
    }

    /** Fills {@code out} (outHeight x outWidth) from {@code in} (inHeight x inWidth); both row-major. */
    public void resize(double[] in, double[] out) {
        if (in.length != inHeight * inWidth || out.length != outHeight * outWidth)
            throw new MapException("resize " + inHeight + "x" + inWidth + " to " + outHeight + "x" + outWidth + " got "
                    + in.length + " and " + out.length + " values");
        if (inHeight == outHeight && inWidth == outWidth) {
            System.arraycopy(in, 0, out, 0, in.length);
        } else if (across.taps == 2) {
            widen2(in);
            stretch2(out);
        } else {
            widen4(in);
            stretch4(out);
        }
    }

    private void widen2(double[] in) {
        for (int y = 0; y < inHeight; y++) {
            int from = y * inWidth;
            for (int x = 0, t = 0; x < outWidth; x++, t += 2)
                rows[y * outWidth + x] = in[from + across.index[t]] * across.weight[t]
                        + in[from + across.index[t + 1]] * across.weight[t + 1];
        }
    }

    private void stretch2(double[] out) {
        for (int y = 0; y < outHeight; y++) {
            int a = down.index[2 * y] * outWidth;
            int b = down.index[2 * y + 1] * outWidth;
            double wa = down.weight[2 * y];
            double wb = down.weight[2 * y + 1];
            int to = y * outWidth;
            for (int x = 0; x < outWidth; x++) out[to + x] = rows[a + x] * wa + rows[b + x] * wb;
        }
    }

    private void widen4(double[] in) {
        for (int y = 0; y < inHeight; y++) {
            int from = y * inWidth;
            for (int x = 0, t = 0; x < outWidth; x++, t += 4)
                rows[y * outWidth + x] = in[from + across.index[t]] * across.weight[t]
                        + in[from + across.index[t + 1]] * across.weight[t + 1]
                        + in[from + across.index[t + 2]] * across.weight[t + 2]
                        + in[from + across.index[t + 3]] * across.weight[t + 3];
        }
    }

    private void stretch4(double[] out) {
        for (int y = 0; y < outHeight; y++) {
            int t = 4 * y;
            int a = down.index[t] * outWidth;
            int b = down.index[t + 1] * outWidth;
            int c = down.index[t + 2] * outWidth;
            int d = down.index[t + 3] * outWidth;
            int to = y * outWidth;
            for (int x = 0; x < outWidth; x++)
                out[to + x] = rows[a + x] * down.weight[t]
                        + rows[b + x] * down.weight[t + 1]
                        + rows[c + x] * down.weight[t + 2]
                        + rows[d + x] * down.weight[t + 3];
        }
    }

    /** Source index and weight of every tap of every output position; weights are floats widened to double. */
    private record Axis(int taps, int[] index, double[] weight) {

        static Axis of(Kind kind, int in, int out, boolean across) {
            int taps = kind == Kind.BILINEAR ? 2 : 4;
            var index = new int[out * taps];
            var weight = new double[out * taps];
            double scale = 1.0 / (out / (double) in);
            for (int d = 0; d < out; d++) {
                float f = (float) ((d + 0.5) * scale - 0.5);
                int s = (int) Math.floor(f);
                f -= s;
                if (kind == Kind.BILINEAR && across && (s < 0 || s >= in - 1)) {
                    // only along x does OpenCV move the weight onto the edge pixel
                    s = s < 0 ? 0 : in - 1;
                    f = 0;
                }
                float[] w = kind == Kind.BILINEAR ? new float[] {1 - f, f} : cubic(f);
                for (int k = 0; k < taps; k++) {
                    index[d * taps + k] = Math.max(0, Math.min(in - 1, s - taps / 2 + 1 + k));
                    weight[d * taps + k] = w[k];
                }
            }
            return new Axis(taps, index, weight);
        }

        /** Keys' kernel with a = -0.75, every step in float. */
        private static float[] cubic(float f) {
            float a = -0.75f;
            float g = 1 - f;
            var w = new float[4];
            w[0] = ((a * (f + 1) - 5 * a) * (f + 1) + 8 * a) * (f + 1) - 4 * a;
            w[1] = ((a + 2) * f - (a + 3)) * f * f + 1;
            w[2] = ((a + 2) * g - (a + 3)) * g * g + 1;
            w[3] = 1 - w[0] - w[1] - w[2];
            return w;
        }
    }
}
