package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** How numbers, times and names of the API are written for people. */
public final class Words {
    private Words() {}

    /** {@code deit_scm_micro_patch16_224} is {@code scm_micro}, as one may also type it. */
    static String arch(String name) {
        return name.replaceFirst("^deit_", "").replaceFirst("_patch16_224$", "");
    }

    /** Short but exact: 0.0015, 5e-05. */
    public static String rate(double rate) {
        var text = String.valueOf(rate);
        return text.toLowerCase(Locale.ROOT).replaceFirst("\\.0(e|$)", "$1");
    }

    /** With three digits that count, for a rate that a search has drawn: 0.00276. */
    static String roughRate(double rate) {
        return rate(Double.parseDouble(String.format(Locale.ROOT, "%.3g", rate)));
    }

    /** Percent with one decimal, a dash for none. */
    public static String percent(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f", value.asDouble()) : "-";
    }

    static String number(String format, JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, format, value.asDouble()) : "-";
    }

    static String duration(Duration time) {
        long s = Math.max(0, time.toSeconds());
        if (s < 60) return s + "s";
        if (s < 3600) return String.format(Locale.ROOT, "%dm%02ds", s / 60, s % 60);
        return String.format(Locale.ROOT, "%dh%02dm", s / 3600, s / 60 % 60);
    }

    /** A time of the API: ISO-8601 text or milliseconds since 1970. Null for anything else. */
    static Instant instant(JsonNode value) {
        if (value.isIntegralNumber()) return Instant.ofEpochMilli(value.asLong());
        try {
            return value.isTextual() ? Instant.parse(value.asText()) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
