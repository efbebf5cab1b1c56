package dev.wsol.vision.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which weights of a pretrained file a model takes: the rule of the published programs (spec section 4.2). Head
 * entries of another shape are dropped, entries the model does not know are ignored, entries the file lacks keep
 * their initial values; any other difference of shape is an error.
 *
 * @param taken to be copied into the model, in model order
 * @param dropped head entries that do not fit
 * @param ignored entries of the file that the model does not have
 * @param kept entries of the model that the file does not have
 */
public record PretrainedFilter(
        Map<String, Tensor> taken, List<String> dropped, List<String> ignored, List<String> kept) {

    /** Entries that may be dropped in DeiT files. */
    public static final Set<String> DEIT_HEADS =
            Set.of("head.weight", "head.bias", "head_dist.weight", "head_dist.bias");

    /** Entries that may be dropped in the ViT file. */
    public static final Set<String> VIT_HEADS = Set.of("head.weight", "head.bias");

    /** Entries that may be dropped in Conformer files. */
    public static final Set<String> CONFORMER_HEADS =
            Set.of("trans_cls_head.weight", "trans_cls_head.bias", "conv_cls_head.weight", "conv_cls_head.bias");

    private static final String PATCHES = "patch_embed.proj.weight";

    /**
     * @param model shape of every entry of the model, in state-dict order
     * @param heads one of the sets above
     * @throws CheckpointException if an entry that is no head has another shape, naming both
     */
    public static PretrainedFilter of(Map<String, long[]> model, Map<String, Tensor> file, Set<String> heads) {
        var taken = new LinkedHashMap<String, Tensor>();
        var dropped = new ArrayList<String>();
        var kept = new ArrayList<String>();
        model.forEach((name, shape) -> {
            Tensor found = file.get(name);
            if (found == null) kept.add(name);
            else if (Arrays.equals(found.shape(), shape)) taken.put(name, found);
            else if (heads.contains(name)) dropped.add(name);
            else taken.put(name, reshaped(name, shape, found));
        });
        var ignored =
                file.keySet().stream().filter(name -> !model.containsKey(name)).toList();
        return new PretrainedFilter(
                Collections.unmodifiableMap(taken), List.copyOf(dropped), ignored, List.copyOf(kept));
    }

    /** The ViT file stores its patch embedding flat, [D, 768] for [D, 3, 16, 16]. */
    private static Tensor reshaped(String name, long[] shape, Tensor found) {
        boolean flatPatches = name.equals(PATCHES)
                && found.shape().length == 2
                && found.shape()[0] == shape[0]
                && found.count() == Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (flatPatches) return new Tensor(found.type(), shape, found.data());
        throw new CheckpointException("pretrained weights do not fit: " + name + " has shape "
                + Arrays.toString(found.shape()) + ", the model needs " + Arrays.toString(shape));
    }
}
