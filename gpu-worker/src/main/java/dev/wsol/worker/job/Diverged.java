package dev.wsol.worker.job;

import dev.wsol.contract.CheckpointRef;
import java.util.Optional;

/** Training left the finite numbers; its weights are useless from there on. */
final class Diverged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Epoch and step are 1-based. */
    Diverged(String what, int epoch, int step, Optional<CheckpointRef> lastGood) {
        super(what + " not finite in epoch " + epoch + ", step " + step + "; last good checkpoint: "
                + lastGood.map(CheckpointRef::uri).orElse("none") + ". Try a smaller learning rate.");
    }
}
