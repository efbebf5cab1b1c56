package dev.wsol.vision.model;

import java.util.List;

/**
 * Everything that decides a network's shape and arithmetic. Input is 224 x 224, patches are 16 x 16, so the grid is 14 x 14.
 *
 * @param arch registry name, kept for messages and checkpoints
 * @param head what turns the trunk's maps into training logits
 * @param width embedding width D
 * @param depth transformer blocks
 * @param heads attention heads a block; divides {@code width}
 * @param mlpRatio hidden width of a block's MLP as a multiple of D
 * @param attentionScale factor on query-key products before the softmax
 * @param layerNormEps epsilon of every layer norm
 * @param classes number of classes C
 * @param iterations Newton-Schulz iterations of each calibration layer; empty for TS-CAM
 * @param channels width of a Conformer's first convolution stage, a multiple of 4; the others are two and four times as wide;
 *     0 for the ViT family, which has no convolution branch
 * @param dropPath stochastic-depth rate of the last block in training; block l of n has rate * l / (n - 1)
 */
public record ModelConfig(
        String arch,
        Head head,
        int width,
        int depth,
        int heads,
        int mlpRatio,
        double attentionScale,
        double layerNormEps,
        int classes,
        List<Integer> iterations,
        int channels,
        double dropPath) {

    public static final int IMAGE = 224;
    public static final int PATCH = 16;
    public static final int GRID = IMAGE / PATCH;

    /** Limits for sizes that come from outside: far beyond the largest known network, well below an allocation accident. */
    private static final int MAX_WIDTH = 4096;

    private static final int MAX_DEPTH = 96;
    private static final int MAX_CLASSES = 100_000;

    /** How a network learns: plain mean of the semantic map, or the same behind spatial calibration layers. */
    public enum Head {
        TSCAM,
        SCM
    }

    public ModelConfig {
        iterations = List.copyOf(iterations);
        need(width > 0 && width <= MAX_WIDTH, "width must be 1.." + MAX_WIDTH + ", not " + width);
        need(depth > 0 && depth <= MAX_DEPTH, "depth must be 1.." + MAX_DEPTH + ", not " + depth);
        need(heads > 0 && width % heads == 0, "heads must divide the width " + width + ", and " + heads + " does not");
        need(mlpRatio > 0 && mlpRatio <= 16, "the MLP ratio must be 1..16, not " + mlpRatio);
        need(classes > 0 && classes <= MAX_CLASSES, "classes must be 1.." + MAX_CLASSES + ", not " + classes);
        need(dropPath >= 0 && dropPath < 1, "drop-path must be at least 0 and below 1, not " + dropPath);
        need(
                channels >= 0 && channels <= MAX_WIDTH && channels % 4 == 0,
                "a Conformer's first stage must be a multiple of 4 wide and at most " + MAX_WIDTH + ", not "
                        + channels);
        need(
                channels == 0 || depth % 3 == 0,
                "a Conformer has three stages of equal depth: depth must be a multiple of 3, not " + depth);
        need((head == Head.SCM) != iterations.isEmpty(), "calibration layers belong to SCM networks and only to them");
    }

    /** Of the ViT family. */
    public ModelConfig(
            String arch,
            Head head,
            int width,
            int depth,
            int heads,
            int mlpRatio,
            double attentionScale,
            double layerNormEps,
            int classes,
            List<Integer> iterations,
            double dropPath) {
        this(arch, head, width, depth, heads, mlpRatio, attentionScale, layerNormEps, classes, iterations, 0, dropPath);
    }

    /** Whether a convolution branch runs beside the transformer. */
    public boolean conformer() {
        return channels > 0;
    }

    /**
     * Whether the calibration layers are part of evaluation too: in the Conformer they are, in the ViT family they only
     * shape training (spec sections 2.5 and 5).
     */
    public boolean calibratesToSee() {
        return conformer() && head == Head.SCM;
    }

    public ModelConfig withDropPath(double rate) {
        return new ModelConfig(
                arch,
                head,
                width,
                depth,
                heads,
                mlpRatio,
                attentionScale,
                layerNormEps,
                classes,
                iterations,
                channels,
                rate);
    }

    private static void need(boolean condition, String message) {
        if (!condition) throw new IllegalArgumentException(message);
    }
}
