package dev.wsol.contract.sweep;

import dev.wsol.contract.BadSpec;
import java.util.List;

/** Names of networks taken apart: {@code deit_scm_small} is the backbone {@code deit_small} with the head {@code scm}. */
final class Heads {
    private static final List<String> HEADS = List.of("scm", "tscam");

    private Heads() {}

    /** The network with another head. */
    static String head(String arch, String head) {
        if (!HEADS.contains(head)) throw new BadSpec("head", "must be scm or tscam, not '" + head + "'");
        var parts = arch.split("_", 3);
        return parts[0] + "_" + head + "_" + parts[2];
    }

    /** The head of the network on another backbone. */
    static String backbone(String arch, String backbone) {
        var parts = backbone.split("_", 2);
        if (parts.length < 2) throw new BadSpec("backbone", "'" + backbone + "' is no backbone, as deit_small is one");
        return parts[0] + "_" + arch.split("_", 3)[1] + "_" + parts[1];
    }
}
