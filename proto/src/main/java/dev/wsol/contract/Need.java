package dev.wsol.contract;

import java.util.Collection;
import java.util.regex.Pattern;

/** Rules that several records of the contract share. Each throws {@link BadSpec} naming the field. */
public final class Need {
    private static final Pattern QUEUE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern OWNER = Pattern.compile("[a-z0-9._-]{0,64}");
    private static final int SHA256_DIGITS = 64;

    private Need() {}

    public static void atLeast(String field, long value, long least) {
        if (value < least) throw new BadSpec(field, "must be at least " + least + ", not " + value);
    }

    public static void positive(String field, double value) {
        if (!(value > 0) || Double.isInfinite(value))
            throw new BadSpec(field, "must be a finite number above 0, not " + value);
    }

    /** Lower bound included, upper bound excluded. */
    public static void between(String field, double value, double low, double high) {
        if (!(value >= low && value < high))
            throw new BadSpec(field, "must be at least " + low + " and below " + high + ", not " + value);
    }

    public static void text(String field, String value) {
        if (value == null || value.isBlank()) throw new BadSpec(field, "must not be empty");
    }

    public static void some(String field, Collection<?> values) {
        if (values.isEmpty()) throw new BadSpec(field, "must have at least one entry");
    }

    public static void queue(String field, String value) {
        if (!QUEUE.matcher(value).matches())
            throw new BadSpec(field, "'" + value + "' is no queue name: use a-z 0-9 - only");
    }

    public static void owner(String field, String value) {
        if (!OWNER.matcher(value).matches())
            throw new BadSpec(field, "'" + value + "' is no owner: use at most 64 of a-z 0-9 . _ -");
    }

    public static void sha256(String field, String value) {
        if (!isSha256(value)) throw new BadSpec(field, "must be 64 lower-case hexadecimal digits, not '" + value + "'");
    }

    /** By hand: hundreds of thousands are read when a coordinator starts. */
    private static boolean isSha256(String text) {
        if (text.length() != SHA256_DIGITS) return false;
        for (int at = 0; at < SHA256_DIGITS; at++) {
            char c = text.charAt(at);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) return false;
        }
        return true;
    }
}
