package dev.wsol.vision.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.wsol.contract.Choice;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.vision.checkpoint.ObjectStore;
import dev.wsol.vision.checkpoint.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code jobs/<job>/logs}: {@code run.json}, {@code val.txt} and {@code ckpt/model_best.*} of a run, over all its attempts.
 * Each part below {@code parts/} has one writer; whoever adds one makes the files anew of all parts, and again when another
 * part has come meanwhile, so the last one to write has seen everything. All methods throw {@link StoreException}.
 */
public final class RunFolder {
    private static final String JSON_TYPE = "application/json";
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_ROUNDS = 20;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper LINE = new ObjectMapper();

    private final ObjectStore store;
    private final String prefix;
    private final String bucket;
    private final Path temp;

    /**
     * @param bucket name, for addresses
     * @param job id of the train job
     * @param temp folder for a checkpoint under way
     */
    public RunFolder(ObjectStore store, String bucket, String job, Path temp) {
        this.store = store;
        this.bucket = bucket;
        this.prefix = "jobs/" + job + "/logs/";
        this.temp = temp;
    }

    /**
     * Says what an attempt to train has to say; replaces what it said before.
     *
     * @param said anything that JSON can say; {@code spec} as it would be submitted
     */
    public void trained(int leaseEpoch, Map<String, ?> said) {
        put("parts/training-%06d.json".formatted(leaseEpoch), said);
        compose();
    }

    /**
     * Adds what an evaluation found.
     *
     * @param official the same under the official keys and in their order; empty for other protocols
     */
    public void evaluated(EvaluationResult r, Map<String, Double> official) {
        var said = new LinkedHashMap<String, Object>();
        said.put("job", r.job().value());
        said.put(
                "checkpoint",
                Map.of(
                        "uri", r.checkpoint().uri(),
                        "sha256", r.checkpoint().sha256(),
                        "epoch", r.checkpoint().epoch()));
        said.put("protocol", r.protocol());
        said.put("dataset", r.dataset());
        said.put("datasetDigest", r.datasetDigest());
        said.put("images", r.images());
        said.put("rejected", r.rejected());
        said.put("metrics", r.metrics());
        said.put("thresholds", r.thresholds());
        said.put("baselines", r.baselines());
        said.put("reportUri", r.reportUri());
        if (!official.isEmpty()) said.put("official", official);
        put(
                String.format(
                        Locale.ROOT,
                        "parts/evaluation-%06d-%s-%s.json",
                        r.checkpoint().epoch(),
                        digits(r.protocol().digest()),
                        digits(r.datasetDigest())),
                said);
    }

    private static String digits(String digest) {
        return digest.substring(0, Math.min(16, digest.length()));
    }

    /** Makes the files of all parts. */
    public void compose() {
        List<String> parts;
        int round = 0;
        do {
            parts = store.keys(prefix + "parts/");
            var card = new RunCard(read(parts, "training-"), read(parts, "evaluation-"));
            put("run.json", card.json());
            put("val.txt", card.validationLines().getBytes(StandardCharsets.UTF_8), "text/plain");
            card.choice().ifPresent(c -> best(c, card));
        } while (++round < MOST_ROUNDS && !store.keys(prefix + "parts/").equals(parts));
    }

    private List<JsonNode> read(List<String> parts, String kind) {
        return parts.stream()
                .filter(key -> key.startsWith(prefix + "parts/" + kind))
                .<JsonNode>map(key -> parsed(key, store.get(key, MOST_BYTES)))
                .toList();
    }

    private static JsonNode parsed(String key, byte[] bytes) {
        try {
            return LINE.readTree(bytes);
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.CORRUPT, key + " is not JSON: " + e.getMessage(), e);
        }
    }

    /** The chosen checkpoint's own bytes, and beside them which it is. Nothing is copied when it is the one of before. */
    private void best(Choice choice, RunCard card) {
        var said = card.chosen(choice);
        String own = "s3://" + bucket + "/";
        boolean known =
                current().filter(c -> c.equals(choice.checkpoint().sha256())).isPresent();
        if (!known && choice.checkpoint().uri().startsWith(own)) {
            try {
                Path file = Files.createTempFile(Files.createDirectories(temp), "best-", ".safetensors");
                try {
                    Files.delete(file);
                    store.get(choice.checkpoint().uri().substring(own.length()) + "/model.safetensors", file);
                    store.put(prefix + "ckpt/model_best.safetensors", file, "application/octet-stream");
                } finally {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new StoreException(StoreException.Kind.LOCAL_DISK, "cannot write in " + temp + ": " + e, e);
            }
        }
        put("ckpt/model_best.json", said);
    }

    private Optional<String> current() {
        String key = prefix + "ckpt/model_best.json";
        try {
            return Optional.of(parsed(key, store.get(key, MOST_BYTES))
                    .path("checkpoint")
                    .path("sha256")
                    .asText());
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.MISSING) throw e;
            return Optional.empty();
        }
    }

    private void put(String name, Object tree) {
        try {
            put(name, JSON.writeValueAsBytes(tree), JSON_TYPE);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private void put(String name, byte[] bytes, String type) {
        store.put(prefix + name, bytes, type);
    }
}
