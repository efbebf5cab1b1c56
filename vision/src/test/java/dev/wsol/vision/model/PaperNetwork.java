package dev.wsol.vision.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.ModelConfig.Head;
import java.util.Map;

/** The ViT family as the papers write it (spec section 2). */
final class PaperNetwork extends PaperLayers {
    PaperNetwork(ModelConfig config, Map<String, Tensor> state, NDManager manager) {
        super(config, state, manager);
    }

    /** Semantic map S (B,C,g,g) and attention r (B,N), the class token's row summed over blocks, averaged over heads. */
    private NDList trunk(NDArray x, NDArray drop) {
        NDArray patches = tokens(convolution(x, "patch_embed.proj", ModelConfig.PATCH, 0));
        trace.put("patch_embed", patches);
        NDArray t = behind(w("cls_token"), patches).add(w("pos_embed"));
        NDArray r = null;
        for (int l = 0; l < config.depth(); l++) {
            var out = block("blocks." + l + ".", l, t, drop);
            t = out.get(0);
            trace.put("attn_cls_rows." + l, out.get(1));
            r = r == null ? out.get(1) : r.add(out.get(1));
        }
        trace.put("last_block", t);
        t = norm("norm", t, config.layerNormEps());
        trace.put("norm", t);
        NDArray s = convolution(map(t), "head", 1, 1);
        trace.put("semantic", s);
        return new NDList(s, r);
    }

    /** Evaluation: (logits, attention map, S). */
    NDList predict(NDArray x) {
        var seen = trunk(x, null);
        NDArray attention = config.head() == Head.SCM ? minmax(seen.get(1)) : seen.get(1);
        return new NDList(pooled(seen.get(0)), attention, seen.get(0));
    }

    /** Training logits (B,C): behind the calibration layers, where there are any. */
    NDArray trainingLogits(NDArray x, NDArray drop) {
        var seen = trunk(x, drop);
        NDArray s = seen.get(0);
        return pooled(config.head() == Head.TSCAM ? s : calibrated(s, minmax(seen.get(1))));
    }
}
