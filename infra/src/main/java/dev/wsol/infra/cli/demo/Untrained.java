package dev.wsol.infra.cli.demo;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.ModelSpec;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.StoreSettings;
import dev.wsol.vision.checkpoint.StoredCheckpoint;
import dev.wsol.vision.dataset.Datasets;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The control: a network that has learned nothing. What it reaches is not localization. */
final class Untrained {
    private static final long SEED = 0;

    private Untrained() {}

    /** Stores fresh weights like any checkpoint and answers with the job that evaluates them like any other. */
    static ObjectNode job(String id, String arch, Path data, StoreSettings settings, Path work) {
        int classes =
                Datasets.open(new DataRef(data.toString(), 0, 0)).classes().size();
        var stored = store(id, arch, classes, settings, work.resolve(id + ".safetensors"));
        var spec = Json.object().put("id", id).put("kind", "evaluate").put("overlays", 0);
        spec.putObject("checkpoint").put("uri", stored.uri()).put("sha256", stored.sha256());
        spec.putObject("model").put("arch", arch);
        spec.putObject("data").put("path", data.toString()).put("validationPerClass", DemoSweep.VALIDATION_PER_CLASS);
        spec.putArray("protocols").add("deployed");
        return spec;
    }

    /** MaxBoxAcc50 of the coupled map in percent. */
    static JsonNode maxBoxAcc50(JsonNode job) {
        return job.at("/results/0/metrics/maxBoxAcc50");
    }

    private static StoredCheckpoint store(String id, String arch, int classes, StoreSettings settings, Path file) {
        var config = Architectures.of(ModelSpec.named(arch), classes);
        try (var network = Network.create(config, SEED, Device.cpu());
                var store = CheckpointStore.open(settings)) {
            new Safetensors(network.export(), Map.of("format", "pt")).write(file);
            return store.save("untrained/" + id, file, Optional.empty(), Map.of("arch", arch, "seed", SEED));
        } catch (IOException e) {
            throw new CommandFailed(Exit.FAILED, "cannot write " + file + " (" + e + ")", e);
        } finally {
            deleteQuietly(file);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A few megabytes in the demo's own folder stay behind.
        }
    }
}
