package dev.wsol.contract;

import java.util.List;

/**
 * Which network: a registry name, optionally with other sizes than the named network's own.
 *
 * @param arch one of {@link ArchitectureNames}, for example {@code deit_scm_small_patch16_224}
 * @param width embedding width D; 0 for the named network's own
 * @param depth transformer blocks; 0 for the named network's own
 * @param heads attention heads a block; 0 for the named network's own
 * @param iterations Newton-Schulz steps of each calibration layer, for example 16, 4, 4, 4; empty for the named network's own
 */
public record ModelSpec(String arch, int width, int depth, int heads, List<Integer> iterations) {
    private static final int MOST_LAYERS = 16;
    private static final int MOST_ITERATIONS = 32;

    public ModelSpec {
        arch = ArchitectureNames.resolve(arch);
        Need.atLeast("width", width, 0);
        Need.atLeast("depth", depth, 0);
        Need.atLeast("heads", heads, 0);
        iterations = List.copyOf(iterations);
        if (iterations.size() > MOST_LAYERS)
            throw new BadSpec("iterations", "are " + iterations.size() + " layers; at most " + MOST_LAYERS);
        if (!iterations.isEmpty() && arch.contains("tscam"))
            throw new BadSpec("iterations", arch + " has no calibration layers");
        for (int k : iterations) {
            Need.atLeast("iterations", k, 1);
            if (k > MOST_ITERATIONS)
                throw new BadSpec("iterations", "must be at most " + MOST_ITERATIONS + ", not " + k);
        }
        if (width > 4096) throw new BadSpec("width", "must be at most 4096, not " + width);
        if (depth > 96) throw new BadSpec("depth", "must be at most 96, not " + depth);
        if (width > 0 && heads > 0 && width % heads != 0)
            throw new BadSpec("heads", heads + " heads do not divide a width of " + width);
    }

    /** With the calibration layers of the named network. */
    public ModelSpec(String arch, int width, int depth, int heads) {
        this(arch, width, depth, heads, List.of());
    }

    /** The same sizes; the calibration layers too, where the other network has any. */
    public ModelSpec withArch(String other) {
        var plain = new ModelSpec(other, width, depth, heads);
        return plain.arch().contains("tscam") ? plain : new ModelSpec(other, width, depth, heads, iterations);
    }

    public static ModelSpec named(String arch) {
        return new ModelSpec(arch, 0, 0, 0);
    }
}
