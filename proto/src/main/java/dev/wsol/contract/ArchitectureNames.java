package dev.wsol.contract;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Names of the networks that can be asked for. The sizes behind them are the trainer's knowledge. */
public final class ArchitectureNames {
    private static final String SUFFIX = "_patch16_224";
    private static final List<String> SHORT = List.of("scm", "tscam");

    /** Networks of the published recipes, then the small pair that trains from scratch in minutes on a laptop. */
    public static final List<String> ALL = List.of(
            "deit_tscam_tiny_patch16_224",
            "deit_tscam_small_patch16_224",
            "deit_tscam_base_patch16_224",
            "deit_scm_tiny_patch16_224",
            "deit_scm_small_patch16_224",
            "deit_scm_base_patch16_224",
            "vit_scm_small_patch16_224",
            "deit_tscam_micro_patch16_224",
            "deit_scm_micro_patch16_224");

    private ArchitectureNames() {}

    /**
     * The full name. {@code _patch16_224} may be left out, {@code -} stands for {@code _}, and {@code scm} and
     * {@code tscam} alone mean the micro pair.
     *
     * @throws BadSpec if there is no such network; the message names the nearest
     */
    public static String resolve(String name) {
        Need.text("arch", name);
        var plain = name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        var full =
                switch (plain) {
                    case "scm" -> "deit_scm_micro" + SUFFIX;
                    case "tscam", "ts_cam" -> "deit_tscam_micro" + SUFFIX;
                    default -> plain.endsWith(SUFFIX) ? plain : plain + SUFFIX;
                };
        if (ALL.contains(full)) return full;
        var nearest = Nearest.of(
                brief(plain),
                Stream.concat(SHORT.stream(), ALL.stream().map(ArchitectureNames::brief))
                        .toList());
        throw new BadSpec(
                "arch",
                "unknown architecture '" + name + "'; did you mean "
                        + (SHORT.contains(nearest) ? nearest : nearest + SUFFIX) + "? Known: "
                        + String.join(", ", SHORT) + ", " + String.join(", ", ALL));
    }

    private static String brief(String name) {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }
}
