package dev.wsol.vision.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.ModelConfig.Head;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The networks as the papers write them, in plain array operations, one line per equation: the readable definition that the
 * fast kernels are held to. Shapes: B batch, C classes, D width, N patches, T = N + 1 tokens, g * g = N.
 */
final class PaperNetwork {
    private static final double ALPHA = 0.002;

    private final ModelConfig config;
    private final NDManager manager;
    private final Map<String, NDArray> weights = new LinkedHashMap<>();
    final Map<String, NDArray> trace = new LinkedHashMap<>();

    PaperNetwork(ModelConfig config, Map<String, Tensor> state, NDManager manager) {
        this.config = config;
        this.manager = manager;
        state.forEach((name, t) -> {
            NDArray w = manager.create(t.floats(), new Shape(t.shape()));
            w.setRequiresGradient(true);
            weights.put(name, w);
        });
    }

    private NDArray w(String name) {
        return weights.get(name);
    }

    /** Semantic map S (B,C,g,g) and attention r (B,N), the class token's row summed over blocks, averaged over heads. */
    NDList trunk(NDArray x, NDArray drop) {
        NDArray t = embed(x);
        NDArray r = null;
        for (int l = 0; l < config.depth(); l++) {
            String block = "blocks." + l + ".";
            var attended = attention(block + "attn.", norm(block + "norm1", t));
            NDArray y = attended.get(0);
            t = t.add(drop == null ? y : y.mul(keep(drop, l, 0)));
            NDArray z = mlp(block + "mlp.", norm(block + "norm2", t));
            t = t.add(drop == null ? z : z.mul(keep(drop, l, 1)));
            NDArray row = attended.get(1).mean(new int[] {1}).get(new NDIndex(":, 0, 1:"));
            trace.put("attn_cls_rows." + l, row);
            r = r == null ? row : r.add(row);
        }
        trace.put("last_block", t);
        t = norm("norm", t);
        trace.put("norm", t);
        NDArray patches = t.get(new NDIndex(":, 1:")).transpose(0, 2, 1);
        int g = ModelConfig.GRID;
        NDArray s = convolution(patches.reshape(-1, config.width(), g, g), "head", 1, 1);
        trace.put("semantic", s);
        return new NDList(s, r);
    }

    private static NDArray keep(NDArray drop, int block, int branch) {
        return drop.get(new NDIndex(block, branch)).reshape(-1, 1, 1);
    }

    private NDArray embed(NDArray x) {
        NDArray patches = convolution(x, "patch_embed.proj", ModelConfig.PATCH, 0);
        NDArray tokens =
                patches.reshape(x.getShape().get(0), config.width(), -1).transpose(0, 2, 1);
        trace.put("patch_embed", tokens);
        NDArray cls = w("cls_token").broadcast(new Shape(x.getShape().get(0), 1, config.width()));
        return NDArrays.concat(new NDList(cls, tokens), 1).add(w("pos_embed"));
    }

    /** y (B,T,D) and all attention A (B,heads,T,T). */
    private NDList attention(String name, NDArray x) {
        long b = x.getShape().get(0);
        int d = config.width();
        NDArray qkv = linear(name + "qkv", x)
                .reshape(b, -1, 3, config.heads(), d / config.heads())
                .transpose(2, 0, 3, 1, 4);
        NDArray q = qkv.get(0);
        NDArray k = qkv.get(1);
        NDArray v = qkv.get(2);
        NDArray a =
                q.matMul(k.transpose(0, 1, 3, 2)).mul(config.attentionScale()).softmax(-1);
        NDArray y = a.matMul(v).transpose(0, 2, 1, 3).reshape(b, -1, d);
        return new NDList(linear(name + "proj", y), a);
    }

    private NDArray mlp(String name, NDArray x) {
        NDArray hidden = JniUtils.gelu((PtNDArray) linear(name + "fc1", x));
        return linear(name + "fc2", hidden);
    }

    private NDArray linear(String name, NDArray x) {
        return JniUtils.linear((PtNDArray) x, (PtNDArray) w(name + ".weight"), (PtNDArray) w(name + ".bias"));
    }

    private NDArray norm(String name, NDArray x) {
        return JniUtils.layerNorm(
                (PtNDArray) x,
                new Shape(config.width()),
                (PtNDArray) w(name + ".weight"),
                (PtNDArray) w(name + ".bias"),
                config.layerNormEps());
    }

    private NDArray convolution(NDArray x, String name, int stride, int padding) {
        return JniUtils.convolution(
                (PtNDArray) x,
                (PtNDArray) w(name + ".weight"),
                (PtNDArray) w(name + ".bias"),
                new Shape(stride, stride),
                new Shape(padding, padding),
                new Shape(1, 1),
                1);
    }

    private static NDArray minmax(NDArray v) {
        NDArray shifted = v.sub(v.min(new int[] {1}, true));
        return shifted.div(shifted.max(new int[] {1}, true));
    }

    /** Evaluation: (logits, attention map, S). */
    NDList predict(NDArray x) {
        var seen = trunk(x, null);
        NDArray attention = config.head() == Head.SCM ? minmax(seen.get(1)) : seen.get(1);
        return new NDList(mean(seen.get(0)), attention, seen.get(0));
    }

    private static NDArray mean(NDArray s) {
        return s.mean(new int[] {3}).mean(new int[] {2});
    }

    /** Training logits (B,C): behind the calibration layers, where there are any. */
    NDArray trainingLogits(NDArray x, NDArray drop) {
        var seen = trunk(x, drop);
        NDArray s = seen.get(0);
        if (config.head() == Head.TSCAM) return mean(s);
        NDArray c = minmax(seen.get(1));
        trace.put("cam0", c);
        for (int i = 0; i < config.iterations().size(); i++) {
            var next = calibrate(i, s, c);
            s = next.get(0);
            c = next.get(1);
            trace.put("scm" + i + ".x", s);
            trace.put("scm" + i + ".cam", c);
        }
        return mean(s);
    }

    /** Spatial calibration, spec section 3.2: diffuse attention along similar neighbours, activate, add. */
    private NDList calibrate(int layer, NDArray x, NDArray c) {
        long b = x.getShape().get(0);
        int g = ModelConfig.GRID;
        int n = g * g;
        NDArray laplacian = manager.create(GridLaplacian.dense(g), GridLaplacian.shape(g));
        NDArray z = x.reshape(b, -1, n).transpose(0, 2, 1);
        NDArray length = z.norm(new int[] {2}, true);
        NDArray e = z.matMul(z.transpose(0, 2, 1)).div(length.mul(length.transpose(0, 2, 1)));
        NDArray m = e.mul(w("layers." + layer + ".fuse._loss_rate")).sub(1).mul(laplacian);
        NDArray inverse = m.stopGradient().transpose(0, 2, 1).mul(ALPHA);
        NDArray two = manager.eye(n).mul(2);
        for (int k = 0; k < config.iterations().get(layer); k++)
            inverse = inverse.matMul(m.matMul(inverse).neg().add(two));
        NDArray u = inverse.transpose(0, 2, 1).matMul(c.expandDims(2)).squeeze(2);
        NDArray v = u.div(c.max(new int[] {1}, true).mul(w("layers." + layer + ".thred")));
        NDArray o = minmax(v.sub(v.tanh()));
        return new NDList(x.add(x.mul(o.reshape(b, 1, g, g))), c.add(o));
    }

    /** Gradients of the mean cross-entropy by name. */
    Map<String, float[]> gradients(NDArray logits, int[] labels) {
        NDArray oneHot = manager.create(labels).oneHot(config.classes());
        NDArray loss = logits.logSoftmax(-1).mul(oneHot).sum().div(-labels.length);
        JniUtils.backward((PtNDArray) loss, (PtNDArray) loss.onesLike(), false, false);
        var out = new LinkedHashMap<String, float[]>();
        weights.forEach((name, w) -> out.put(name, w.getGradient().toFloatArray()));
        out.put("loss", loss.toFloatArray());
        return out;
    }
}
