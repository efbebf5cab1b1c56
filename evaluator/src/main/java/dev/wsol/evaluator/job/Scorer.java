package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;

/** Counts images under one protocol. One thread at a time. */
interface Scorer {
    void score(SeenImage seen);

    /** What was counted since the last taking; counting starts anew. */
    Counted take();

    /** @param keepRows whether what was boxed is remembered for each image */
    static Scorer of(Protocol protocol, boolean keepRows) {
        return switch (protocol.metric()) {
            case BOXES -> new ProtocolScorer(protocol, keepRows);
            case PIXELS -> new MaskScorer(protocol);
        };
    }
}
