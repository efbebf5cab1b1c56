package dev.wsol.evaluator.metric;

/**
 * A box in one long: left, top, and right and bottom counted from {@link #FAR} down, 16 bits each. So every field of a
 * box that holds another is at most as large, growing a box is a minimum field by field, and all four are compared at once. The
 * highest bit of each field stays free for that.
 */
final class Spans {
    private static final int FAR = 0x7fff;
    private static final long FREE = 0x8000_8000_8000_8000L;

    private Spans() {}

    /** The box of one pixel; both numbers lie in 0..32767. */
    static long of(int x, int y) {
        long low = x | (long) y << 16;
        return low | (FAR << 16 | FAR) - low << 32;
    }

    /** Whether {@code box} holds all of {@code other}. */
    static boolean holds(long box, long other) {
        return ((other | FREE) - box & FREE) == FREE;
    }

    /** The smallest box that holds both. */
    static long around(long a, long b) {
        long notLess = (a | FREE) - b & FREE; // fields of a that are at least those of b
        long fields = notLess - (notLess >>> 15);
        return b & fields | a & ~fields;
    }

    static int left(long box) {
        return (int) box & FAR;
    }

    static int top(long box) {
        return (int) (box >> 16) & FAR;
    }

    static int right(long box) {
        return FAR - ((int) (box >> 32) & FAR);
    }

    static int bottom(long box) {
        return FAR - ((int) (box >> 48) & FAR);
    }
}
