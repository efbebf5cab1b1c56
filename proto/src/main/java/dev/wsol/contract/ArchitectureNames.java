package dev.wsol.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of the networks that can be asked for. The sizes behind them are the trainer's knowledge. */
public final class ArchitectureNames {
    private static final Pattern SUFFIX = Pattern.compile("_patch16(_224)?$");
    private static final List<String> SHORT = List.of("scm", "tscam");

    /** Networks of the published recipes, then the small ones that train from scratch in minutes on a laptop. */
    public static final List<String> ALL = List.of(
            "deit_tscam_tiny_patch16_224",
            "deit_tscam_small_patch16_224",
            "deit_tscam_base_patch16_224",
            "deit_scm_tiny_patch16_224",
            "deit_scm_small_patch16_224",
            "deit_scm_base_patch16_224",
            "vit_scm_small_patch16_224",
            "conformer_tscam_small_patch16",
            "conformer_scm_small_patch16",
            "deit_tscam_micro_patch16_224",
            "deit_scm_micro_patch16_224",
            "conformer_tscam_micro_patch16",
            "conformer_scm_micro_patch16");

    private static final Remembered<String, String> FULL = new Remembered<>(ArchitectureNames::look);

    private ArchitectureNames() {}

    /**
     * The full name. {@code _patch16_224} or {@code _patch16} and {@code deit_} may be left out, as tables do, {@code -}
     * stands for {@code _},
     * {@code ts_cam} for {@code tscam} (one published configuration says so), and {@code scm} and {@code tscam} alone mean
     * the micro pair.
     *
     * @throws BadSpec if there is no such network; the message names the nearest
     */
    public static String resolve(String name) {
        Need.text("arch", name);
        return FULL.of(name);
    }

    private static String look(String name) {
        var brief =
                brief(name.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace("ts_cam", "tscam"));
        var wanted = SHORT.contains(brief) ? "deit_" + brief + "_micro" : brief;
        return full(wanted).or(() -> full("deit_" + wanted)).orElseThrow(() -> unknown(name, brief));
    }

    private static Optional<String> full(String brief) {
        return ALL.stream().filter(n -> brief(n).equals(brief)).findFirst();
    }

    private static String brief(String name) {
        return SUFFIX.matcher(name).replaceFirst("");
    }

    private static BadSpec unknown(String name, String brief) {
        var known = Stream.concat(SHORT.stream(), ALL.stream().map(ArchitectureNames::brief))
                .toList();
        var hint = Nearest.near(brief, known)
                .map(n -> "; did you mean " + full(n).orElse(n) + "? Known: ")
                .orElse("; known: ");
        return new BadSpec(
                "arch",
                "unknown architecture '" + name + "'" + hint + String.join(", ", SHORT) + ", "
                        + String.join(", ", ALL));
    }
}
