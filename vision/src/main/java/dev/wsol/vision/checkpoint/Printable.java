package dev.wsol.vision.checkpoint;

import java.util.Locale;

/** Text of a stranger's file on its way into a message: no control characters that a terminal would obey, no novels. */
public final class Printable {
    private static final int MOST = 120;

    private Printable() {}

    /** The text with control characters as {@code \\u001b}, cut after 120 characters. */
    public static String of(Object text) {
        var out = new StringBuilder();
        var whole = String.valueOf(text);
        int end = Math.min(MOST, whole.length());
        whole.substring(0, end).codePoints().forEach(c -> append(out, c));
        return end < whole.length() ? out + "..." : out.toString();
    }

    private static void append(StringBuilder out, int c) {
        int kind = Character.getType(c);
        boolean silent = kind == Character.CONTROL
                || kind == Character.FORMAT
                || kind == Character.LINE_SEPARATOR
                || kind == Character.PARAGRAPH_SEPARATOR
                || kind == Character.SURROGATE
                || kind == Character.UNASSIGNED;
        if (silent) out.append(String.format(Locale.ROOT, "\\u%04x", c));
        else out.appendCodePoint(c);
    }
}
