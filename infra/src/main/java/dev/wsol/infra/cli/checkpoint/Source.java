package dev.wsol.infra.cli.checkpoint;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.checkpoint.CheckpointFolder;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.checkpoint.WeightsFile;
import dev.wsol.vision.model.ArchitectureGuess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights that a command was pointed at, with what is known about them.
 *
 * @param name as given
 * @param file the weights
 * @param about from the manifest or hub configuration beside them; empty when there is neither
 */
public record Source(String name, WeightsFile file, Map<String, Object> about) {

    /**
     * @throws CommandFailed if there is no such file or address
     * @throws dev.wsol.vision.checkpoint.CheckpointException if it holds no weights
     */
    public static Source open(String name, Shell shell) throws IOException {
        if (name.startsWith("s3://")) return stored(name, shell);
        Path path = Path.of(name);
        if (!Files.exists(path)) throw new CommandFailed(Exit.USAGE, "there is no " + path.toAbsolutePath());
        return new Source(name, WeightsFile.read(path), beside(path.toAbsolutePath()));
    }

    /** What manifest or hub configuration say of a folder's weights, also when the file in it was named. */
    private static Map<String, Object> beside(Path path) throws IOException {
        Path folder = Files.isDirectory(path) ? path : path.getParent();
        if (!Files.isDirectory(path) && !path.endsWith("model.safetensors")) return Map.of();
        var manifest = CheckpointFolder.open(folder);
        return manifest.isPresent() ? manifest.get().about() : HubConfig.read(folder.resolve("config.json"));
    }

    private static Source stored(String uri, Shell shell) throws IOException {
        Path folder = Files.createTempDirectory("wsol-checkpoint-");
        try (CheckpointStore store = Stores.need(shell)) {
            var loaded = store.load(uri, folder);
            return new Source(uri, WeightsFile.read(loaded.model()), loaded.about());
        } finally { // the weights stay mapped
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    /** What the manifest says, else what the shapes say. */
    public Optional<ArchitectureGuess> architecture() {
        var guess = ArchitectureGuess.of(file.shapes());
        if (guess.isEmpty() || !(about.get("arch") instanceof String arch)) return guess;
        try {
            var sizes = about.get("sizes") instanceof List<?> list && list.size() == 3 ? list : List.of(0, 0, 0);
            var spec = new ModelSpec(arch, number(sizes.get(0)), number(sizes.get(1)), number(sizes.get(2)));
            return Optional.of(new ArchitectureGuess(spec, guess.get().classes(), true));
        } catch (BadSpec e) {
            return guess;
        }
    }

    private static int number(Object value) {
        return value instanceof Number n ? n.intValue() : 0;
    }

    /** Training epochs it has seen; 0 when unknown. */
    long epoch() {
        return number("epoch").map(Double::longValue).orElse(0L);
    }

    /** Best GT-Known of the official program, percent. */
    Optional<Double> bestMap() {
        return number("best_map").or(() -> number("bestMap"));
    }

    private Optional<Double> number(String fact) {
        Object said = about.containsKey(fact) ? about.get(fact) : file.facts().get(fact);
        if (said instanceof Number n) return Optional.of(n.doubleValue());
        try {
            return said instanceof String text ? Optional.of(Double.valueOf(text)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
