package dev.wsol.coordinator.search;

import java.util.Locale;

/** Numbers in reasons. */
final class Words {
    private Words() {}

    static String number(double v) {
        return String.format(Locale.ROOT, "%.4g", v);
    }
}
