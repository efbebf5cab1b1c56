package dev.wsol.vision.dataset;

import java.util.Arrays;

/** Numbers in text that somebody else wrote. IllegalArgumentException says what is wrong, to follow the quoted line. */
final class Numbers {
    /** No published set comes near; more would be a mistake in the list, and a network of that size. */
    static final int MOST_CLASSES = 100_000;

    private Numbers() {}

    static double[] doubles(String[] texts, int from, int to) {
        var numbers = new double[to - from];
        Arrays.setAll(numbers, i -> number(texts[from + i]));
        return numbers;
    }

    static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("has " + ListFile.quoted(text) + " where a number belongs", e);
        }
    }

    /** A class counted from 0. */
    static int label(String text) {
        int label = whole(text, "class");
        if (label < 0 || label >= MOST_CLASSES)
            throw new IllegalArgumentException(
                    "has class " + label + "; classes count from 0 to at most " + (MOST_CLASSES - 1));
        return label;
    }

    static int whole(String text, String what) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "has " + ListFile.quoted(text) + " where an integer " + what + " belongs", e);
        }
    }

    /** Corners in pixels, from {@code from} on. */
    static Box corners(String[] texts, int from) {
        double[] v = doubles(texts, from, from + 4);
        return corners(v[0], v[1], v[2], v[3]);
    }

    /** Both corners are inside, so a box of equal corners is one pixel wide, as for the evaluation programs (spec section 10). */
    static Box corners(double x0, double y0, double x1, double y1) {
        boolean ordered = x1 >= x0 && y1 >= y0; // false for NaN
        if (!ordered || Double.isInfinite(x0 + y0 + x1 + y1))
            throw new IllegalArgumentException("is no box; x1 >= x0, y1 >= y0 and finite numbers are needed");
        return new Box.Corners(x0, y0, x1, y1);
    }
}
