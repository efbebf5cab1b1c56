package dev.wsol.vision.model;

import dev.wsol.contract.ModelSpec;
import dev.wsol.vision.model.ModelConfig.Head;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The networks known by name: the published ones, and a pair small enough to learn on a laptop in a minute. */
public final class Architectures {
    private static final String SUFFIX = "_patch16_224";

    /** Layer 0 is built with another default than its followers in the published code; weights depend on it. */
    private static final List<Integer> SCM_ITERATIONS = List.of(16, 4, 4, 4);

    private static final double OFFICIAL_DROP_PATH = 0.1;

    /** Sizes of a named network; scale 0 means head width to the power -1/2. */
    private record Preset(Head head, int width, int depth, int heads, int mlp, double scale, double eps, double drop) {}

    private static final Map<String, Preset> NAMED = new LinkedHashMap<>();

    static {
        for (Head head : Head.values()) {
            String kind = head == Head.SCM ? "scm" : "tscam";
            NAMED.put("deit_" + kind + "_micro" + SUFFIX, deit(head, 96, 3, 6, 0));
            NAMED.put("deit_" + kind + "_tiny" + SUFFIX, deit(head, 192, 12, 3, OFFICIAL_DROP_PATH));
            NAMED.put("deit_" + kind + "_small" + SUFFIX, deit(head, 384, 12, 6, OFFICIAL_DROP_PATH));
            NAMED.put("deit_" + kind + "_base" + SUFFIX, deit(head, 768, 12, 12, OFFICIAL_DROP_PATH));
        }
        NAMED.put(
                "vit_scm_small" + SUFFIX,
                new Preset(Head.SCM, 768, 8, 8, 3, Math.pow(768, -0.5), 1e-5, OFFICIAL_DROP_PATH));
    }

    private Architectures() {}

    private static Preset deit(Head head, int width, int depth, int heads, double drop) {
        return new Preset(head, width, depth, heads, 4, 0, 1e-6, drop);
    }

    /** Full names, small to large within a family: the same as {@link dev.wsol.contract.ArchitectureNames#ALL}. */
    public static List<String> names() {
        return List.copyOf(NAMED.keySet());
    }

    /**
     * The configuration of a named network, with the sizes of {@code spec} where they are not 0. The fixed attention scale
     * of {@code vit_scm_small} follows a changed width (width to the power -1/2).
     *
     * @throws IllegalArgumentException for sizes that do not fit
     */
    public static ModelConfig of(ModelSpec spec, int classes) {
        Preset p = NAMED.get(spec.arch());
        int width = spec.width() == 0 ? p.width : spec.width();
        int heads = spec.heads() == 0 ? p.heads : spec.heads();
        int depth = spec.depth() == 0 ? p.depth : spec.depth();
        double scale = p.scale == 0 ? Math.pow((double) width / heads, -0.5) : Math.pow(width, -0.5);
        var published = p.head == Head.SCM ? SCM_ITERATIONS : List.<Integer>of();
        var iterations = spec.iterations().isEmpty() ? published : spec.iterations();
        return new ModelConfig(
                spec.arch(), p.head, width, depth, heads, p.mlp, scale, p.eps, classes, iterations, p.drop);
    }
}
