package dev.wsol.vision.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wsol.vision.image.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plain fields of one entry, and its bbox; everything else is passed over. */
final class CocoFields {
    private static final int MOST_NUMBERS = 16;
    private final Map<String, String> values = new HashMap<>();
    private List<Double> bbox;

    private CocoFields() {}

    /** @param json at the entry's first token; left at its last */
    static CocoFields read(JsonParser json) throws IOException {
        var fields = new CocoFields();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            throw new IllegalArgumentException("an entry is no JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            var token = json.nextToken();
            if (name.equals("bbox") && token == JsonToken.START_ARRAY) fields.bbox = numbers(json);
            else if (token.isScalarValue()) fields.values.put(name, json.getText());
            else json.skipChildren();
        }
        return fields;
    }

    private static List<Double> numbers(JsonParser json) throws IOException {
        var numbers = new ArrayList<Double>(4);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            boolean number = json.currentToken().isNumeric() && numbers.size() < MOST_NUMBERS;
            numbers.add(number ? json.getDoubleValue() : Double.NaN);
            json.skipChildren();
            if (numbers.size() > MOST_NUMBERS) numbers.remove(MOST_NUMBERS);
        }
        return numbers;
    }

    /** @param what names the entry in messages */
    long id(String what, String name) {
        try {
            return Long.parseLong(values.getOrDefault(name, ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s has no integer %s".formatted(named(what), name), e);
        }
    }

    private String named(String what) {
        String id = values.get("id");
        return id == null ? "an " + what : what + " " + ListFile.quoted(id);
    }

    String text(String what, String name) {
        String text = values.getOrDefault(name, "");
        if (text.isBlank()) throw new IllegalArgumentException(what + " has no " + name);
        return text;
    }

    Optional<Size> size() {
        try {
            var size = new Size(
                    Integer.parseInt(values.getOrDefault("width", "0")),
                    Integer.parseInt(values.getOrDefault("height", "0")));
            return size.width() > 0 && size.height() > 0 ? Optional.of(size) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Null for a crowd: it says which class is there, not where one of it is. */
    Box box() {
        String crowd = values.getOrDefault("iscrowd", "0");
        if (crowd.equals("1") || crowd.equals("true")) return null;
        if (bbox == null || bbox.size() != 4)
            throw new IllegalArgumentException(named("annotation") + " has no bbox of four numbers");
        var box = new Box.Sized(bbox.get(0), bbox.get(1), bbox.get(2), bbox.get(3));
        if (!box.isProper())
            throw new IllegalArgumentException(
                    named("annotation") + " has a box without area: width and height must be > 0");
        return box;
    }
}
