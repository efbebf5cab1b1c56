package dev.wsol.evaluator.report;

import java.util.Locale;

/** Numbers as the page shows them, always with a decimal point. */
final class Numbers {
    private Numbers() {}

    static String percent(double percent) {
        return String.format(Locale.ROOT, "%.2f", percent);
    }

    static String threshold(double threshold) {
        return String.format(Locale.ROOT, "%.3f", threshold);
    }

    /** With its sign, where it has one. */
    static String signed(double threshold) {
        return threshold == 0
                ? "0"
                : String.format(Locale.ROOT, "%+.3f", threshold).replace('-', '\u2212');
    }

    static String iou(double iou) {
        return String.format(Locale.ROOT, "%.2f", iou);
    }

    static String pixel(double at) {
        return String.format(Locale.ROOT, "%.1f", at);
    }

    static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u2009');
    }
}
