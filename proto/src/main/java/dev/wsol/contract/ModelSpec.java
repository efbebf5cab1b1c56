package dev.wsol.contract;

/**
 * Which network: a registry name, optionally with other sizes than the named network's own.
 *
 * @param arch registry name, for example {@code deit_scm_small_patch16_224}
 * @param width embedding width D; 0 for the named network's own
 * @param depth transformer blocks; 0 for the named network's own
 * @param heads attention heads a block; 0 for the named network's own
 */
public record ModelSpec(String arch, int width, int depth, int heads) {

    public static ModelSpec named(String arch) {
        return new ModelSpec(arch, 0, 0, 0);
    }
}
