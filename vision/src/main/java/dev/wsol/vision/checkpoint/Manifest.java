package dev.wsol.vision.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code manifest.json}: digest and length of each object of a checkpoint, and what its writer said about it. */
record Manifest(Map<String, Digest> objects, Map<String, Object> about) {
    static final String MODEL = "model.safetensors";
    static final String TRAINER = "trainer.safetensors";
    static final String NAME = "manifest.json";
    static final int MOST_BYTES = 4 << 20;

    private static final String FORMAT = "wsol checkpoint 1";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static Manifest of(Digest model, Optional<Digest> trainer, Map<String, ?> about) {
        var objects = new LinkedHashMap<String, Digest>();
        objects.put(MODEL, model);
        trainer.ifPresent(digest -> objects.put(TRAINER, digest));
        return new Manifest(objects, JSON.convertValue(about, new TypeReference<LinkedHashMap<String, Object>>() {}));
    }

    byte[] bytes() {
        var root = JSON.createObjectNode().put("format", FORMAT);
        var list = root.putObject("objects");
        objects.forEach((name, digest) ->
                list.putObject(name).put("sha256", digest.sha256()).put("bytes", digest.bytes()));
        root.set("about", JSON.valueToTree(about));
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the manifest's facts are not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws StoreException of kind CORRUPT, naming {@code key}, when this is no manifest */
    static Manifest parse(String key, byte[] bytes) {
        try {
            JsonNode root = JSON.readTree(bytes);
            if (!root.path("format").asText().equals(FORMAT))
                throw corrupt(key, "format is \"" + root.path("format").asText() + "\", not \"" + FORMAT + "\"", null);
            var objects = new LinkedHashMap<String, Digest>();
            for (String name : new String[] {MODEL, TRAINER})
                if (root.path("objects").has(name))
                    objects.put(name, digest(key, name, root.path("objects").path(name)));
            if (!objects.containsKey(MODEL)) throw corrupt(key, "names no " + MODEL, null);
            return new Manifest(objects, JSON.convertValue(root.path("about"), new TypeReference<>() {}));
        } catch (IOException | IllegalArgumentException e) {
            throw corrupt(key, "is not JSON as expected", e);
        }
    }

    private static Digest digest(String key, String name, JsonNode node) {
        String sha256 = node.path("sha256").asText();
        long bytes = node.path("bytes").asLong(-1);
        if (!SHA256.matcher(sha256).matches() || bytes < 0) throw corrupt(key, "has no usable digest of " + name, null);
        return new Digest(sha256, bytes);
    }

    private static StoreException corrupt(String key, String what, Throwable cause) {
        return new StoreException(
                StoreException.Kind.CORRUPT, "manifest " + key + " " + what + "; the checkpoint is unusable", cause);
    }
}
