package dev.wsol.infra.cli.recipe;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of an official configuration file: two levels of keys, every scalar as the text that stands there (the official
 * program reads scalars as text and decides on their type later). One published file ends in NUL bytes, which no YAML
 * reader takes; they are cut off.
 *
 * @param values by {@code SECTION.KEY}: String or list of String
 * @param cut number of NUL bytes that were cut off
 */
record OfficialYaml(Map<String, Object> values, int cut) {
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** @throws OfficialException with line and column if this is no configuration file */
    static OfficialYaml parse(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) end--;
        try (JsonParser in = YAML.createParser(text(bytes, end))) {
            return new OfficialYaml(sections(in), bytes.length - end);
        } catch (JsonProcessingException e) {
            var at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            throw new OfficialException("line " + at.getLineNr() + ", column " + at.getColumnNr() + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse("cannot be read"));
        } catch (CharacterCodingException e) {
            throw new OfficialException("is no text in UTF-8");
        } catch (IOException | RuntimeException e) { // the YAML reader lets some of its own exceptions through
            if (e instanceof OfficialException known) throw known;
            throw new OfficialException("is no YAML (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static String text(byte[] bytes, int end) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, 0, end))
                .toString();
    }

    private static Map<String, Object> sections(JsonParser in) throws IOException {
        var values = new LinkedHashMap<String, Object>();
        expect(in.nextToken(), JsonToken.START_OBJECT, "sections such as SOLVER:");
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String section = in.currentName();
            JsonToken first = in.nextToken();
            if (first == JsonToken.VALUE_NULL
                    || first == JsonToken.VALUE_STRING && in.getText().isEmpty()) continue;
            expect(first, JsonToken.START_OBJECT, "keys in section " + OfficialException.shown(section));
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String key = section + "." + in.currentName();
                values.put(key, value(in, key));
            }
        }
        if (in.nextToken() != null) throw new OfficialException("has more than one document");
        return values;
    }

    private static Object value(JsonParser in, String key) throws IOException {
        JsonToken token = in.nextToken();
        if (token != JsonToken.START_ARRAY) return scalar(in, token, key);
        List<String> list = new ArrayList<>();
        for (token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken())
            list.add(scalar(in, token, key));
        return list;
    }

    private static String scalar(JsonParser in, JsonToken token, String key) throws IOException {
        if (token == null || !token.isScalarValue())
            throw new OfficialException(OfficialException.shown(key) + ": expected a value or a list of values");
        return token == JsonToken.VALUE_NULL ? "" : in.getText();
    }

    private static void expect(JsonToken found, JsonToken wanted, String what) {
        if (found != wanted) throw new OfficialException("expected " + what);
    }
}
