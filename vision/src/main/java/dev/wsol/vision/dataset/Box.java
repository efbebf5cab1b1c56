package dev.wsol.vision.dataset;

/**
 * A box in pixels of the original image, exactly as the annotation file gives it. The two written forms are kept
 * apart because protocols round them differently: one truncates x and width before adding, others add first (spec
 * section 2).
 */
public sealed interface Box {

    double x0();

    double y0();

    /** Right edge. */
    double x1();

    /** Lower edge. */
    double y1();

    /** x, y, width, height: the form of CUB-200-2011. */
    record Sized(double x, double y, double width, double height) implements Box {
        @Override
        public double x0() {
            return x;
        }

        @Override
        public double y0() {
            return y;
        }

        @Override
        public double x1() {
            return x + width;
        }

        @Override
        public double y1() {
            return y + height;
        }
    }

    /** Two corners: the form of CUBV2, ILSVRC and the WSOL metadata. */
    record Corners(double x0, double y0, double x1, double y1) implements Box {}

    /** Whether both sides are longer than zero and all numbers finite. */
    default boolean isProper() {
        return Double.isFinite(x0())
                && Double.isFinite(y0())
                && Double.isFinite(x1())
                && Double.isFinite(y1())
                && x1() > x0()
                && y1() > y0();
    }

    /** Whether the box lies in an image of this size; {@code slack} pixels beyond its right and lower edge are allowed. */
    default boolean isInside(int width, int height, double slack) {
        return x0() >= 0 && y0() >= 0 && x1() <= width + slack && y1() <= height + slack;
    }
}
