package dev.wsol.coordinator.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Nearest;
import dev.wsol.contract.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The fields of one JSON object. Every mistake is a {@link BadSpec} with the path of the field. */
final class Fields {
    /** YAML 1.1 readers take {@code 5e-5} for text, because it has no dot. */
    private static final Pattern EXPONENT_WITHOUT_DOT = Pattern.compile("[0-9]{1,9}[eE][-+]?[0-9]{1,3}");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final JsonNode node;

    private Fields(JsonNode node) {
        this.node = node;
    }

    static <T> T read(JsonNode node, Function<Fields, T> reader) {
        if (!node.isObject()) throw expected("", "an object", node);
        return reader.apply(new Fields(node));
    }

    /** Refuses every field but these: a misspelt field would silently have its default. */
    Fields only(String... names) {
        var known = List.of(names);
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) throw new BadSpec(name, "there is no such field" + Nearest.known(name, known));
        });
        return this;
    }

    /** Of all fields, in order. */
    List<String> names() {
        var out = new ArrayList<String>();
        node.fieldNames().forEachRemaining(out::add);
        return out;
    }

    boolean has(String name) {
        return !take(name).isMissingNode();
    }

    /** The value as it is, for fields that may be text or an object. */
    JsonNode raw(String name) {
        return take(name);
    }

    String text(String name) {
        var value = take(name);
        if (value.isMissingNode()) throw new BadSpec(name, "is missing");
        return text(name, value);
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    int integer(String name, int otherwise) {
        return has(name) ? integer(name, take(name)) : otherwise;
    }

    long whole(String name, long otherwise) {
        return has(name) ? whole(name, take(name)) : otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        var value = take(name);
        if (value.isMissingNode()) return otherwise;
        if (!value.isBoolean()) throw expected(name, "true or false", value);
        return value.asBoolean();
    }

    double number(String name, double otherwise) {
        return has(name) ? number(name, take(name)) : otherwise;
    }

    <T> T object(String name, Function<Fields, T> reader) {
        var value = take(name);
        if (value.isMissingNode()) throw new BadSpec(name, "is missing");
        try {
            return read(value, reader);
        } catch (BadSpec e) {
            throw e.within(name);
        }
    }

    <T> T object(String name, Function<Fields, T> reader, T otherwise) {
        return has(name) ? object(name, reader) : otherwise;
    }

    List<String> texts(String name, List<String> otherwise) {
        return list(name, Fields::text, otherwise);
    }

    /** Names of presets or objects, each as it travels in a job. */
    List<String> protocols(String name, List<String> otherwise) {
        return list(name, Fields::protocol, otherwise);
    }

    List<Integer> integers(String name, List<Integer> otherwise) {
        return list(name, Fields::integer, otherwise);
    }

    List<Long> wholes(String name, List<Long> otherwise) {
        return list(name, Fields::whole, otherwise);
    }

    List<Double> numbers(String name, List<Double> otherwise) {
        return list(name, Fields::number, otherwise);
    }

    private interface Entry<T> {
        T read(String path, JsonNode value);
    }

    private <T> List<T> list(String name, Entry<T> entry, List<T> otherwise) {
        if (!has(name)) return otherwise;
        var value = take(name);
        if (!value.isArray()) throw expected(name, "a list", value);
        var out = new ArrayList<T>();
        for (int at = 0; at < value.size(); at++) out.add(entry.read(name + "[" + at + "]", value.get(at)));
        return out;
    }

    private JsonNode take(String name) {
        var value = node.path(name);
        return value.isNull() ? node.path("\0absent") : value;
    }

    private static String text(String path, JsonNode value) {
        if (!value.isTextual()) throw expected(path, "text", value);
        return value.asText();
    }

    private static String protocol(String path, JsonNode value) {
        if (value.isTextual()) return text(path, value);
        if (!value.isObject()) throw expected(path, "a protocol's name or an object", value);
        try {
            return Protocol.custom(JSON.convertValue(value, FIELDS)).text();
        } catch (BadSpec e) {
            throw new BadSpec(path, e.reason());
        }
    }

    private static int integer(String path, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt())
            throw expected(path, "a whole number below 2^31", value);
        return value.intValue();
    }

    private static long whole(String path, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong())
            throw expected(path, "a whole number below 2^63", value);
        return value.longValue();
    }

    private static double number(String path, JsonNode value) {
        if (value.isTextual() && EXPONENT_WITHOUT_DOT.matcher(value.asText()).matches())
            return Double.parseDouble(value.asText());
        if (!value.isNumber()) throw expected(path, "a number", value);
        return value.doubleValue();
    }

    private static BadSpec expected(String path, String what, JsonNode value) {
        var is =
                switch (value.getNodeType()) {
                    case ARRAY -> "a list";
                    case OBJECT -> "an object";
                    case NULL, MISSING -> "nothing";
                    default -> value.getNodeType().name().toLowerCase(Locale.ROOT) + " " + shortened(value.toString());
                };
        return new BadSpec(path, "expected " + what + ", found " + is);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
