package dev.wsol.contract.env;

import java.time.Duration;

/** How settings write times. */
public final class Durations {
    private Durations() {}

    /**
     * {@code PT10S}, or {@code 10s}, {@code 500ms} and {@code 2m} for short.
     *
     * @throws RuntimeException saying what is wrong
     */
    public static Duration parse(String text) {
        var time = text.startsWith("P")
                ? Duration.parse(text)
                : text.endsWith("ms")
                        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                        : Duration.parse("PT" + text);
        if (time.isNegative() || time.isZero()) throw new IllegalArgumentException("must be more than no time");
        return time;
    }
}
