package dev.wsol.infra.cli.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores of one checkpoint under one protocol.
 *
 * @param metrics percent, by name
 */
record Scores(String protocol, String dataset, int images, Map<String, Double> metrics) {
    private static final long MOST_BYTES = 16 << 20;

    /**
     * From the {@code result.json} of evaluations.
     *
     * @param sha256 of the checkpoint that the scores must be of
     */
    static List<Scores> read(List<Path> files, String sha256) {
        var all = new ArrayList<Scores>();
        for (Path file : files) {
            for (JsonNode result : results(file)) {
                String of = result.at("/checkpoint/sha256").asText();
                if (!of.equals(sha256))
                    throw new CommandFailed(
                            Exit.USAGE,
                            file + " has scores of another checkpoint: its SHA-256 is " + of + ", this one's "
                                    + sha256);
                all.add(one(result));
            }
        }
        return all;
    }

    private static JsonNode results(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) throw new CommandFailed(Exit.USAGE, file + " is larger than 16 MiB");
            return Json.read(Files.readString(file)).path("results");
        } catch (JsonProcessingException e) {
            throw new CommandFailed(Exit.USAGE, file + " is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new CommandFailed(Exit.USAGE, file + " cannot be read (" + e + ")", e);
        }
    }

    private static Scores one(JsonNode result) {
        var metrics = new LinkedHashMap<String, Double>();
        result.path("metrics").properties().forEach(m -> {
            if (m.getValue().isNumber()) metrics.put(m.getKey(), m.getValue().asDouble());
        });
        return new Scores(
                result.at("/protocol/name").asText(),
                result.path("dataset").asText(),
                result.path("images").asInt(),
                metrics);
    }
}
