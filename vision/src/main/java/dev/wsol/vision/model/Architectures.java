package dev.wsol.vision.model;

import dev.wsol.contract.ModelSpec;
import dev.wsol.vision.model.ModelConfig.Head;
import java.util.ArrayList;
import java.util.Comparator;
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
            NAMED.put("deit_" + kind + "_micro", deit(head, 96, 3, 6, 0));
            NAMED.put("deit_" + kind + "_tiny", deit(head, 192, 12, 3, OFFICIAL_DROP_PATH));
            NAMED.put("deit_" + kind + "_small", deit(head, 384, 12, 6, OFFICIAL_DROP_PATH));
            NAMED.put("deit_" + kind + "_base", deit(head, 768, 12, 12, OFFICIAL_DROP_PATH));
        }
        NAMED.put("vit_scm_small", new Preset(Head.SCM, 768, 8, 8, 3, Math.pow(768, -0.5), 1e-5, OFFICIAL_DROP_PATH));
    }

    private Architectures() {}

    private static Preset deit(Head head, int width, int depth, int heads, double drop) {
        return new Preset(head, width, depth, heads, 4, 0, 1e-6, drop);
    }

    /** Full registry names, small to large within a family. */
    public static List<String> names() {
        return NAMED.keySet().stream().map(n -> n + SUFFIX).toList();
    }

    /**
     * The configuration of a named network, with the sizes of {@code spec} where they are not 0. {@code _patch16_224} may be
     * left out; {@code scm} and {@code tscam} alone mean the micro pair. The fixed attention scale of {@code vit_scm_small}
     * follows a changed width (width to the power -1/2).
     *
     * @throws IllegalArgumentException for an unknown name, with the nearest known ones, or for sizes that do not fit
     */
    public static ModelConfig of(ModelSpec spec, int classes) {
        String name = canonical(spec.arch());
        Preset p = NAMED.get(name);
        int width = spec.width() == 0 ? p.width : spec.width();
        int heads = spec.heads() == 0 ? p.heads : spec.heads();
        int depth = spec.depth() == 0 ? p.depth : spec.depth();
        double scale = p.scale == 0 ? Math.pow((double) width / heads, -0.5) : Math.pow(width, -0.5);
        var iterations = p.head == Head.SCM ? SCM_ITERATIONS : List.<Integer>of();
        return new ModelConfig(
                name + SUFFIX, p.head, width, depth, heads, p.mlp, scale, p.eps, classes, iterations, p.drop);
    }

    private static String canonical(String arch) {
        String name = arch.endsWith(SUFFIX) ? arch.substring(0, arch.length() - SUFFIX.length()) : arch;
        if (name.equals("scm") || name.equals("tscam")) return "deit_" + name + "_micro";
        if (NAMED.containsKey(name)) return name;
        throw new IllegalArgumentException("unknown architecture '" + arch + "'; did you mean "
                + String.join(" or ", nearest(name)) + "? Known: " + String.join(", ", names()));
    }

    private static List<String> nearest(String name) {
        var known = new ArrayList<>(NAMED.keySet());
        known.sort(Comparator.comparingInt(k -> distance(name, k)));
        return known.subList(0, 2).stream().map(n -> n + SUFFIX).toList();
    }

    /** Levenshtein distance; long input is cut, it cannot be near anything. */
    private static int distance(String a, String b) {
        String left = a.length() > 64 ? a.substring(0, 64) : a;
        var row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (left.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
