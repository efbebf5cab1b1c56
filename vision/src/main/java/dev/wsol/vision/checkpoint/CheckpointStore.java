package dev.wsol.vision.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Checkpoints of jobs. A checkpoint is three objects below one prefix: {@code model.safetensors},
 * {@code trainer.safetensors} and, written last, {@code manifest.json}; without the manifest there is no checkpoint.
 * All methods throw {@link StoreException}.
 */
public interface CheckpointStore extends AutoCloseable {

    static CheckpointStore open(StoreSettings settings) {
        return S3CheckpointStore.open(settings);
    }

    /**
     * Stores a checkpoint. Saving the same files again is harmless; other files under a finished prefix are refused
     * with {@link StoreException.Kind#EXISTS}.
     *
     * @param prefix for example {@code jobs/<job>/e<epoch>/checkpoints/<nnnn>}
     * @param trainer empty for weights that nobody will train further
     * @param about written into the manifest: anything that JSON can say
     */
    StoredCheckpoint save(String prefix, Path model, Optional<Path> trainer, Map<String, ?> about);

    /** Fetches model and trainer into the folder and verifies their digests against the manifest. */
    LoadedCheckpoint load(String uri, Path folder);

    /** Fetches the model alone and verifies it against the manifest and against the digest the caller was told. */
    LoadedCheckpoint loadModel(String uri, String sha256, Path folder);

    /** Fetches one object of this store, whatever it is, by its {@code s3://} address. */
    Digest fetch(String uri, Path file);

    /** The newest finished checkpoint below {@code jobs/<job>}: highest lease epoch, then highest number. */
    Optional<StoredCheckpoint> latest(String job);

    /** Name of the bucket. */
    String bucket();

    /** The same bucket for everything else. */
    ObjectStore objects();

    @Override
    void close();
}
