package dev.wsol.vision.map;

import java.util.Arrays;

/**
 * Class map to score image: resize, then min-max, then {@code trunc(255 s)} (spec section 3). Allocates nothing per map;
 * belongs to one thread.
 */
public final class ScoreMapper {
    private final MapResize resize;
    private final double[] in;
    private final double[] out;
    private long degenerate;

    /** Class maps of {@code inHeight x inWidth} become images of {@code outHeight x outWidth}. */
    public ScoreMapper(MapResize.Kind kind, int inHeight, int inWidth, int outHeight, int outWidth) {
        this.resize = new MapResize(kind, inHeight, inWidth, outHeight, outWidth);
        this.in = new double[inHeight * inWidth];
        this.out = new double[outHeight * outWidth];
    }

    /** Fills {@code image} from the class map that starts at {@code cams[offset]}, row-major. */
    public void map(float[] cams, int offset, ScoreImage image) {
        if (image.height() != resize.outHeight() || image.width() != resize.outWidth())
            throw new MapException("this mapper makes images of " + resize.outHeight() + "x" + resize.outWidth()
                    + ", not " + image.height() + "x" + image.width());
        normalised(cams, offset);
        ScoreMap.quantise(out, image.pixels());
    }

    /** The same before the last step: a fresh map of scores in 0..1. */
    public ScoreMap scores(float[] cams, int offset) {
        normalised(cams, offset);
        return new ScoreMap(resize.outHeight(), resize.outWidth(), out.clone());
    }

    /** How many maps so far were constant, NaN or infinite and became all zero: worth a warning in a report. */
    public long degenerate() {
        return degenerate;
    }

    private void normalised(float[] cams, int offset) {
        if (offset < 0 || offset > cams.length - in.length)
            throw new MapException("no class map of " + in.length + " values at " + offset + " in " + cams.length);
        // Looked at before the resize too: the rounded weights of some sizes do not sum to 1, and would turn a constant
        // map into rounding noise that min-max blows up to full contrast.
        boolean usable = false;
        for (int i = 0; i < in.length; i++) {
            in[i] = cams[offset + i];
            usable |= in[i] != in[0];
        }
        resize.resize(in, out);
        if (usable && ScoreMap.normalise(out)) return;
        Arrays.fill(out, 0);
        degenerate++;
    }
}
