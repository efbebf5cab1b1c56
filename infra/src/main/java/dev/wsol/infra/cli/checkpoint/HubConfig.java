package dev.wsol.infra.cli.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code config.json} of a hub folder: all that is needed to build the network again and feed it. */
final class HubConfig {
    private static final String TYPE = "wsol";
    private static final long MOST_BYTES = 1 << 20;
    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] STD = {0.229, 0.224, 0.225};

    private HubConfig() {}

    static ObjectNode of(NetworkOptions.Wanted wanted) {
        var config = Architectures.of(wanted.model(), wanted.classes());
        var root = Json.object()
                .put("model_type", TYPE)
                .put("architecture", config.arch())
                .put("num_classes", config.classes())
                .put("embed_dim", config.width())
                .put("depth", config.depth())
                .put("num_heads", config.heads())
                .put("mlp_ratio", config.mlpRatio())
                .put("attention_scale", config.attentionScale())
                .put("layer_norm_eps", config.layerNormEps())
                .put("image_size", ModelConfig.IMAGE)
                .put("patch_size", ModelConfig.PATCH);
        if (config.conformer()) root.put("channels", config.channels());
        var iterations = root.putArray("scm_iterations");
        config.iterations().forEach(iterations::add);
        var input = root.putObject("preprocessing").put("resize", "bilinear, antialiased, aspect ratio not kept");
        for (double mean : MEAN) input.withArray("mean").add(mean);
        for (double std : STD) input.withArray("std").add(std);
        return root;
    }

    /**
     * Name and sizes of the network, as a manifest gives them; empty when there is no such file or it is not ours.
     *
     * @throws CheckpointException if it is no JSON
     */
    static Map<String, Object> read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) return Map.of();
        try {
            var root = Json.read(Files.readString(file));
            if (!root.path("model_type").asText().equals(TYPE)) return Map.of();
            var sizes = List.of(
                    root.path("embed_dim").asInt(),
                    root.path("depth").asInt(),
                    root.path("num_heads").asInt());
            return Map.of("arch", root.path("architecture").asText(), "sizes", sizes);
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file + ": is not JSON (" + e.getOriginalMessage() + ")", e);
        }
    }
}
