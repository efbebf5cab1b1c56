package dev.wsol.evaluator.metric;

/**
 * How an annotated box is brought to map pixels. The rules differ in the order of multiplication and division, which in
 * floating point moves a corner by a pixel now and then, and in clipping (spec section 2).
 */
public enum BoxScaling {
    /** The rule of the 2020 evaluation paper: {@code trunc(x * side / length)}, corners, no clipping. */
    MULTIPLY_FIRST,
    /** SCM for ILSVRC: {@code trunc((x / length) * side)}, corners, clipped to the map. */
    DIVIDE_FIRST,
    /** SCM for CUB: as above, after cutting x, y, width and height to whole numbers each. */
    DIVIDE_FIRST_WHOLE;

    /** The image a box was annotated on, and the map it is wanted on, in pixels. */
    public record Frame(int imageWidth, int imageHeight, int mapWidth, int mapHeight) {
        public Frame {
            if (imageWidth < 1 || imageHeight < 1 || mapWidth < 1 || mapHeight < 1)
                throw new MetricException("image " + imageWidth + "x" + imageHeight + ", map " + mapWidth + "x"
                        + mapHeight + ": sides must be positive");
        }
    }

    /**
     * A box given by its corners in image pixels.
     *
     * @throws MetricException if a corner is no number, or the scaled box is inverted or negative
     */
    public PixelBox corners(double x0, double y0, double x1, double y1, Frame frame) {
        if (this == DIVIDE_FIRST_WHOLE) return extent(x0, y0, x1 - x0, y1 - y0, frame);
        needNumbers(x0, y0, x1, y1);
        return new PixelBox(
                low(x0, frame.imageWidth, frame.mapWidth),
                low(y0, frame.imageHeight, frame.mapHeight),
                high(x1, frame.imageWidth, frame.mapWidth),
                high(y1, frame.imageHeight, frame.mapHeight));
    }

    /** A box given by its top left corner, width and height in image pixels, as CUB lists it; errors as above. */
    public PixelBox extent(double x, double y, double width, double height, Frame frame) {
        if (this != DIVIDE_FIRST_WHOLE) return corners(x, y, x + width, y + height, frame);
        needNumbers(x, y, width, height);
        double x0 = (int) x;
        double y0 = (int) y;
        return DIVIDE_FIRST.corners(x0, y0, x0 + (int) width, y0 + (int) height, frame);
    }

    private int low(double at, int length, int side) {
        return this == MULTIPLY_FIRST ? (int) (at * side / length) : (int) Math.max(at / length * side, 0);
    }

    private int high(double at, int length, int side) {
        return this == MULTIPLY_FIRST ? (int) (at * side / length) : (int) Math.min(at / length * side, side - 1);
    }

    private static void needNumbers(double... values) {
        for (double v : values)
            if (!(Math.abs(v) < 1e9)) throw new MetricException("box coordinate " + v + " is not a usable number");
    }
}
