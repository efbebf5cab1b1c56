package dev.wsol.vision.checkpoint;

import java.nio.file.Path;
import java.util.List;

/**
 * Objects by key: results, pictures, logs, checkpoints. Every method throws {@link StoreException} and nothing else
 * when the store or the disk fails, after bounded retries.
 */
public interface ObjectStore {

    /** Stores a file, replacing what was there; large ones in parts, never whole in memory. */
    Digest put(String key, Path file, String contentType);

    /** Stores a small object, replacing what was there. */
    Digest put(String key, byte[] content, String contentType);

    /**
     * Stores a small object unless the key is taken; false, and no change, when it is. Atomic among all writers. It may be
     * this call that took it: a request that broke off after the store had served it is repeated, and the repeat is told
     * that the object exists. Compare contents where that matters.
     */
    boolean putNew(String key, byte[] content, String contentType);

    /** Fetches into a file, which appears only when complete and equal to its stored digest. */
    Digest get(String key, Path file);

    /** A small object; StoreException when it has more than {@code most} bytes. */
    byte[] get(String key, int most);

    /** All keys that begin so, in lexical order. */
    List<String> keys(String prefix);

    /** Removes an object; nothing to do when there is none. */
    void delete(String key);
}
