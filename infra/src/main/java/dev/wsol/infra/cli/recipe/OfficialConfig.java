package dev.wsol.infra.cli.recipe;

import dev.wsol.contract.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Typed values of an official configuration, in the order they were said. What is silent has the official default. */
final class OfficialConfig {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");
    private static final Pattern FRACTION = Pattern.compile(
            "[+-]?([0-9]{1,40}\\.[0-9]{0,40}|\\.[0-9]{1,40}|[0-9]{1,40}(?=[eE]))([eE][+-]?[0-9]{1,3})?");

    private final Map<String, Object> values = new LinkedHashMap<>();

    static OfficialConfig of(OfficialYaml yaml) {
        var config = new OfficialConfig();
        yaml.values().forEach(config::set);
        return config;
    }

    /** As {@code --opts} does: KEY VALUE KEY VALUE. */
    void override(List<String> pairs) {
        if (pairs.size() % 2 != 0)
            throw new OfficialException("--opts takes pairs of KEY VALUE; the last key has no value");
        for (int i = 0; i < pairs.size(); i += 2) {
            String value = pairs.get(i + 1).strip();
            boolean list = value.startsWith("[") && value.endsWith("]");
            set(pairs.get(i), list ? entries(value.substring(1, value.length() - 1)) : value);
        }
    }

    private static List<String> entries(String text) {
        if (text.isBlank()) return List.of();
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private void set(String name, Object text) {
        var key = OfficialKey.named(name);
        if (key == null)
            throw new OfficialException(OfficialException.shown(name) + " is no key of the official configuration"
                    + Nearest.hint(name, OfficialKey.names()));
        values.put(name, converted(key, text));
    }

    private static Object converted(OfficialKey key, Object text) {
        if ((key.type() == OfficialKey.Type.LIST) != (text instanceof List)) throw wrong(key, text);
        return switch (key.type()) {
            case LIST -> text;
            case TEXT -> unquoted((String) text);
            case WHOLE -> WHOLE.matcher((String) text).matches() ? Long.valueOf((String) text) : fail(key, text);
            case FRACTION ->
                FRACTION.matcher((String) text).matches() ? Double.valueOf((String) text) : fail(key, text);
            case TRUTH ->
                switch ((String) text) {
                    case "True" -> true;
                    case "False" -> false;
                    default -> fail(key, text);
                };
        };
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.startsWith("'") || text.startsWith("\""))
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static Object fail(OfficialKey key, Object text) {
        throw wrong(key, text);
    }

    private static OfficialException wrong(OfficialKey key, Object text) {
        return new OfficialException(
                key.name() + ": expected " + key.type().words() + ", found '" + OfficialException.shown(text) + "'");
    }

    /** Keys that were said. */
    List<String> said() {
        return List.copyOf(values.keySet());
    }

    String text(String name) {
        return find(name).map(String.class::cast).orElse("");
    }

    int whole(String name, int otherwise) {
        long value = find(name).map(Long.class::cast).orElse((long) otherwise);
        if (value != (int) value) throw new OfficialException(name + ": " + value + " is out of range");
        return (int) value;
    }

    double fraction(String name, double otherwise) {
        return find(name).map(Double.class::cast).orElse(otherwise);
    }

    /** A list whose entries are used as whole numbers. */
    List<Integer> wholes(String name, List<Integer> otherwise) {
        if (!values.containsKey(name)) return otherwise;
        var numbers = new ArrayList<Integer>();
        for (String entry : texts(name)) {
            if (!WHOLE.matcher(entry).matches() || entry.length() > 9)
                throw new OfficialException(name + ": '" + OfficialException.shown(entry) + "' is no whole number");
            numbers.add(Integer.valueOf(entry));
        }
        return numbers;
    }

    /** A list whose entries are used as numbers. */
    List<Double> numbers(String name, List<Double> otherwise) {
        if (!values.containsKey(name)) return otherwise;
        var numbers = new ArrayList<Double>();
        for (String entry : texts(name)) {
            if (!FRACTION.matcher(entry).matches() && !WHOLE.matcher(entry).matches())
                throw new OfficialException(name + ": '" + OfficialException.shown(entry) + "' is no number");
            numbers.add(Double.valueOf(entry));
        }
        return numbers;
    }

    @SuppressWarnings("unchecked") // lists are made of texts, see OfficialYaml and entries
    private List<String> texts(String name) {
        return (List<String>) values.get(name);
    }

    private Optional<Object> find(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
