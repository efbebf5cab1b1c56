package dev.wsol.vision.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint in a folder of this machine, laid out as in the object store: {@code model.safetensors} and, written last,
 * {@code manifest.json}.
 *
 * @param model the weights
 * @param digest of the weights, verified
 * @param about what the writer said about them
 */
public record CheckpointFolder(Path model, Digest digest, Map<String, Object> about) {

    /**
     * Writes both files; an older checkpoint in the folder is no checkpoint until the new one is whole.
     *
     * @throws IOException if the folder cannot be written or the disk is full
     */
    public static CheckpointFolder write(Path folder, Safetensors weights, Map<String, ?> about) throws IOException {
        Path model = folder.resolve(Manifest.MODEL);
        Path manifest = folder.resolve(Manifest.NAME);
        Files.deleteIfExists(manifest);
        weights.write(model);
        var digest = Digest.of(model);
        var said = Manifest.of(digest, Optional.empty(), about);
        WholeFile.write(manifest, out -> Safetensors.writeFully(out, ByteBuffer.wrap(said.bytes())));
        return new CheckpointFolder(model, digest, said.about());
    }

    /**
     * Reads the manifest and verifies the weights against it.
     *
     * @return empty when the folder has no manifest
     * @throws CheckpointException if the weights are not those that the manifest names
     */
    public static Optional<CheckpointFolder> open(Path folder) {
        Path file = folder.resolve(Manifest.NAME);
        if (!Files.exists(file)) return Optional.empty();
        try {
            if (Files.size(file) > Manifest.MOST_BYTES)
                throw new CheckpointException(file + ": larger than any manifest");
            var manifest = Manifest.parse(file.toString(), Files.readAllBytes(file));
            Path model = folder.resolve(Manifest.MODEL);
            var digest = Digest.of(model);
            if (!digest.equals(manifest.objects().get(Manifest.MODEL)))
                throw new CheckpointException(model + ": damaged, its manifest names other bytes");
            return Optional.of(new CheckpointFolder(model, digest, manifest.about()));
        } catch (StoreException e) {
            throw new CheckpointException(e.getMessage(), e);
        } catch (IOException e) {
            throw new CheckpointException(folder + ": cannot be read (" + e + ")", e);
        }
    }
}
