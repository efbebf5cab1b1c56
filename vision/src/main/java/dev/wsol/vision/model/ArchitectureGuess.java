package dev.wsol.vision.model;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.ModelSpec;
import java.util.Map;
import java.util.Optional;

/**
 * Which network a state dict belongs to, told from names and shapes.
 *
 * @param model registry name, with sizes where they are not the named network's own
 * @param classes number of classes of its head
 * @param certain false when the shapes cannot tell: the number of attention heads leaves no trace in them
 */
public record ArchitectureGuess(ModelSpec model, int classes, boolean certain) {
    private static final String SUFFIX = "_patch16_224";

    /**
     * @param shapes by official name, without {@code module.}
     * @return empty when it is no localization network known here, for example a classifier with a linear head
     */
    public static Optional<ArchitectureGuess> of(Map<String, long[]> shapes) {
        boolean scm = shapes.containsKey("layers.0.thred");
        if (shapes.containsKey("trans_cls_head.weight")) return conformer(shapes, scm ? "scm" : "tscam");
        long[] token = shapes.get("cls_token");
        long[] head = shapes.get("head.weight");
        long[] hidden = shapes.get("blocks.0.mlp.fc1.weight");
        boolean known = is(token, 3) && is(head, 4) && is(hidden, 2) && token[2] > 0 && token[2] <= 4096;
        return known ? transformer(shapes, scm ? "scm" : "tscam", hidden[0] / token[2]) : Optional.empty();
    }

    private static boolean is(long[] shape, int axes) {
        return shape != null && shape.length == axes;
    }

    private static Optional<ArchitectureGuess> conformer(Map<String, long[]> shapes, String kind) {
        return is(shapes.get("trans_cls_head.weight"), 4)
                ? guess("conformer_" + kind + "_small_patch16", 0, 0, shapes.get("trans_cls_head.weight")[0], true)
                : Optional.empty();
    }

    private static Optional<ArchitectureGuess> transformer(Map<String, long[]> shapes, String kind, long ratio) {
        int width = (int) shapes.get("cls_token")[2];
        long classes = shapes.get("head.weight")[0];
        int depth = 0;
        while (shapes.containsKey("blocks." + depth + ".norm1.weight")) depth++;
        if (ratio == 3) {
            boolean own = width == 768 && depth == 8;
            return guess("vit_scm_small" + SUFFIX, own ? 0 : width, own ? 0 : depth, classes, own);
        }
        String size = size(width);
        String arch = "deit_" + kind + "_" + (size.isEmpty() ? "small" : size) + SUFFIX;
        boolean own = !size.isEmpty() && depth == (size.equals("micro") ? 3 : 12);
        return guess(arch, size.isEmpty() ? width : 0, own ? 0 : depth, classes, !size.isEmpty());
    }

    private static String size(int width) {
        return switch (width) {
            case 96 -> "micro";
            case 192 -> "tiny";
            case 384 -> "small";
            case 768 -> "base";
            default -> "";
        };
    }

    private static Optional<ArchitectureGuess> guess(String arch, int width, int depth, long classes, boolean certain) {
        try {
            return Optional.of(
                    new ArchitectureGuess(new ModelSpec(arch, width, depth, 0), Math.toIntExact(classes), certain));
        } catch (BadSpec | ArithmeticException e) { // no such name, or sizes no network has
            return Optional.empty();
        }
    }
}
