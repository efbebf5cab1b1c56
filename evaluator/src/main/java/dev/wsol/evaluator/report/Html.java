package dev.wsol.evaluator.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes HTML that is also well-formed XML. Every text and attribute is escaped, because names of images and classes
 * come from strangers; tags and attribute names are ours.
 */
final class Html {
    /** What XML cannot carry, and marks that turn the direction of the text around them. */
    private static final Pattern UNPRINTABLE = Pattern.compile(
            "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]|[\\u202A-\\u202E\\u2066-\\u2069]");

    private static final Set<String> LEAVES = Set.of("meta", "img", "rect", "line", "circle", "polyline");

    private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins an element; attributes as name, value, name, value. */
    Html open(String tag, String... attributes) {
        tag(tag, attributes).append('>');
        open.push(tag);
        return this;
    }

    /** Ends the element that was begun last. */
    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /**
     * An element without content. Only some may end in a slash: a browser takes any other for one that begins and never
     * ends.
     */
    Html leaf(String tag, String... attributes) {
        if (!LEAVES.contains(tag)) throw new IllegalArgumentException("<" + tag + "/> is none in HTML");
        tag(tag, attributes).append("/>");
        return this;
    }

    /** An element that holds a text. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    Html text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** A line break in the source, for people who read it. */
    Html line() {
        out.append('\n');
        return this;
    }

    /** A style sheet or script of our own, as it is: it must hold neither {@code <} nor {@code &}. */
    Html source(String tag, String ours) {
        if (ours.contains("<") || ours.contains("&"))
            throw new IllegalArgumentException("a " + tag + " with < or & would need to be escaped");
        out.append('<').append(tag).append('>').append(ours);
        out.append("</").append(tag).append(">\n");
        return this;
    }

    /** The page. */
    String done() {
        if (!open.isEmpty()) throw new IllegalStateException("elements still open: " + open);
        return out.append('\n').toString();
    }

    private StringBuilder tag(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2)
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        return out;
    }

    private static String escaped(String text) {
        if (isPlain(text)) return text;
        return UNPRINTABLE
                .matcher(text)
                .replaceAll("\uFFFD")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Whether there is nothing to look for, as in the long text that an inlined picture is. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '&' || c == '<' || c == '>' || c == '"') return false;
        }
        return true;
    }
}
