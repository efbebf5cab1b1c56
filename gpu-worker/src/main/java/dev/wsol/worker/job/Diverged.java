package dev.wsol.worker.job;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.worker.train.Position;
import java.util.Optional;

/** Training left the finite numbers; its weights are useless from there on. */
final class Diverged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param at where it was seen, after the step that did it */
    Diverged(String what, Position at, Optional<CheckpointRef> lastGood) {
        super(what + " not finite " + place(at) + "; last good checkpoint: "
                + lastGood.map(CheckpointRef::uri).orElse("none") + ". Try a smaller learning rate.");
    }

    private static String place(Position at) {
        return at.step() == 0 ? "after epoch " + at.epoch() : "in epoch " + (at.epoch() + 1) + ", step " + at.step();
    }
}
