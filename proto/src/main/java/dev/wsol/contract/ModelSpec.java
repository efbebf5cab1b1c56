package dev.wsol.contract;

/**
 * Which network: a registry name, optionally with other sizes than the named network's own.
 *
 * @param arch one of {@link ArchitectureNames}, for example {@code deit_scm_small_patch16_224}
 * @param width embedding width D; 0 for the named network's own
 * @param depth transformer blocks; 0 for the named network's own
 * @param heads attention heads a block; 0 for the named network's own
 */
public record ModelSpec(String arch, int width, int depth, int heads) {

    public ModelSpec {
        arch = ArchitectureNames.resolve(arch);
        Need.atLeast("width", width, 0);
        Need.atLeast("depth", depth, 0);
        Need.atLeast("heads", heads, 0);
        if (width > 4096) throw new BadSpec("width", "must be at most 4096, not " + width);
        if (depth > 96) throw new BadSpec("depth", "must be at most 96, not " + depth);
        if (width > 0 && heads > 0 && width % heads != 0)
            throw new BadSpec("heads", heads + " heads do not divide a width of " + width);
    }

    public static ModelSpec named(String arch) {
        return new ModelSpec(arch, 0, 0, 0);
    }
}
