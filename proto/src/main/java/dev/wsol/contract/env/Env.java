package dev.wsol.contract.env;

import dev.wsol.contract.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Settings, read once. Names are given without the prefix {@value #PREFIX} that they carry in the environment. Read
 * everything, then call {@link #done()}. A name must stand in {@link Names}.
 */
public final class Env {
    public static final String PREFIX = "WSOL_";
    private final Map<String, String> vars;
    private final List<String> mistakes = new ArrayList<>();

    public Env(Map<String, String> vars) {
        this.vars = vars;
    }

    /** A setting that must be there. Null after a mistake, which {@link #done()} tells. */
    public <T> T need(String name, Function<String, T> parse) {
        var text = text(name);
        if (text != null) return parse(name, text, parse, null);
        mistakes.add(PREFIX + name + " is not set");
        return null;
    }

    /** A setting with a default. */
    public <T> T get(String name, Function<String, T> parse, T otherwise) {
        var text = text(name);
        return text == null ? otherwise : parse(name, text, parse, otherwise);
    }

    /** A setting whose default is a text to be read like any other. Null after a mistake. */
    public <T> T getOr(String name, String otherwise, Function<String, T> parse) {
        var text = text(name);
        return parse(name, text == null ? otherwise : text, parse, null);
    }

    /** @throws BadSettings if any setting is missing, cannot be read, or is unknown to the whole system */
    public void done() {
        vars.keySet().stream()
                .filter(k -> k.startsWith(PREFIX) && !Names.ALL.contains(k))
                .sorted()
                .forEach(k -> mistakes.add(k + " is no setting" + Nearest.hint(k, Names.ALL)));
        if (!mistakes.isEmpty()) throw new BadSettings(mistakes);
    }

    private String text(String name) {
        if (!Names.ALL.contains(PREFIX + name))
            throw new IllegalArgumentException(PREFIX + name + " stands not in Names");
        var text = vars.get(PREFIX + name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    private <T> T parse(String name, String text, Function<String, T> parse, T otherwise) {
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            mistakes.add(PREFIX + name + "='" + text + "' cannot be used: " + why(e));
            return otherwise;
        }
    }

    /** Java's own words for a bad number are for programmers. */
    private static String why(RuntimeException e) {
        return e instanceof NumberFormatException ? "expected a whole number of usual size" : e.getMessage();
    }
}
