package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The published description of the routes, and what it says about their parameters. */
final class OpenApi {
    private final byte[] text;
    private final JsonNode paths;

    private OpenApi(byte[] text, JsonNode paths) {
        this.text = text;
        this.paths = paths;
    }

    static OpenApi read() {
        try (var in = OpenApi.class.getResourceAsStream("openapi.yaml")) {
            if (in == null) throw new IllegalStateException("the build forgot openapi.yaml");
            var text = in.readAllBytes();
            return new OpenApi(text, new YAMLMapper().readTree(text).path("paths"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Buffer text() {
        return Buffer.buffer(text);
    }

    /** @param path with {@code :name} for a part that varies */
    List<String> queryParameters(String path, String method) {
        var operation = paths.path(path.replaceAll(":([a-z]+)", "{$1}")).path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) throw new IllegalStateException("openapi.yaml forgot " + method + " " + path);
        var out = new ArrayList<String>();
        for (var parameter : operation.path("parameters"))
            if (parameter.path("in").asText().equals("query"))
                out.add(parameter.path("name").asText());
        return List.copyOf(out);
    }
}
