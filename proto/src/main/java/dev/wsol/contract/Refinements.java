package dev.wsol.contract;

/**
 * Parts of a recipe that the official program reads and never uses; all are off unless asked for.
 *
 * @param clipNorm largest global L2 norm of the gradients, larger ones are scaled down to it; 0 for no limit
 * @param labelSmoothing share of the target that is spread evenly over all classes, in [0, 1)
 * @param emaDecay the published weights are a running mean that keeps this share at each update, in [0, 1); 0 publishes the
 *     trained weights themselves
 * @param dropout rate after the embedding, the attention output and both MLP layers, in [0, 1)
 * @param accumulation pieces that a batch is cut into, whose gradients are added before the one update: less memory, the
 *     same numbers; at least 1
 */
public record Refinements(double clipNorm, double labelSmoothing, double emaDecay, double dropout, int accumulation) {
    public static final Refinements NONE = new Refinements(0, 0, 0, 0, 1);

    public Refinements {
        Need.between("clipNorm", clipNorm, 0, Double.MAX_VALUE);
        Need.between("labelSmoothing", labelSmoothing, 0, 1);
        Need.between("emaDecay", emaDecay, 0, 1);
        Need.between("dropout", dropout, 0, 1);
        Need.atLeast("accumulation", accumulation, 1);
    }
}
