package dev.wsol.vision.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint fetched to this machine, digests verified.
 *
 * @param stored where it came from
 * @param model the weights
 * @param trainer optimizer state; empty when there is none or it was not asked for
 * @param about what the writer said about it: spec, lineage, scores
 */
public record LoadedCheckpoint(
        StoredCheckpoint stored, Path model, Optional<Path> trainer, Map<String, Object> about) {}
