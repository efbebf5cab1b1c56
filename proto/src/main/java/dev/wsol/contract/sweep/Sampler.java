package dev.wsol.contract.sweep;

/** Where new trials come from. */
public enum Sampler {
    /** Every combination, the last parameter first. Choices only. */
    GRID,
    RANDOM,
    /** Tree-structured Parzen estimator: where the good trials are dense and the others are not. */
    TPE
}
