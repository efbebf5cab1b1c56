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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the papers' networks are made of, in plain array operations in float64, one line per equation: the readable
 * definition that the fast kernels are held to. Shapes: B batch, C classes, D width, N patches, T = N + 1 tokens, g * g = N.
 *
 * <p>Plain numbers enter as arrays that live as long as the manager ({@link #number}), never as {@code a.mul(0.5)}: DJL makes
 * such a number an array over Java memory and lets go of it at once, but the recorded graph still points there when
 * gradients are asked for. A garbage collection in between turns them into anything.
 */
class PaperLayers {
    private static final double ALPHA = 0.002;

    final ModelConfig config;
    final NDManager manager;
    final Map<String, NDArray> trace = new LinkedHashMap<>();
    private final Map<String, NDArray> weights = new LinkedHashMap<>();

    PaperLayers(ModelConfig config, Map<String, Tensor> state, NDManager manager) {
        this.config = config;
        this.manager = manager;
        state.forEach((name, t) -> {
            NDArray w = manager.create(t.doubles(), new Shape(t.shape()));
            w.setRequiresGradient(!name.contains(".running_"));
            weights.put(name, w);
        });
    }

    final NDArray w(String name) {
        return weights.get(name);
    }

    final NDArray number(double value) {
        return manager.create(new double[] {value}, new Shape());
    }

    /** Single-precision values as the definition takes them. */
    final NDArray array(float[] values, long... shape) {
        var wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) wide[i] = values[i];
        return manager.create(wide, new Shape(shape));
    }

    /** Pre-norm block with drop-path masks (depth,2,B) or none: tokens (B,T,D), and the class token's row (B,N). */
    final NDList block(String name, int index, NDArray t, NDArray drop) {
        var attended = attention(name + "attn.", norm(name + "norm1", t, config.layerNormEps()));
        NDArray y = attended.get(0);
        t = t.add(drop == null ? y : y.mul(keep(drop, index, 0)));
        NDArray z = mlp(name + "mlp.", norm(name + "norm2", t, config.layerNormEps()));
        t = t.add(drop == null ? z : z.mul(keep(drop, index, 1)));
        return new NDList(t, attended.get(1).mean(new int[] {1}).get(new NDIndex(":, 0, 1:")));
    }

    private static NDArray keep(NDArray drop, int block, int branch) {
        return drop.get(new NDIndex(block, branch)).reshape(-1, 1, 1);
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
        NDArray a = q.matMul(k.transpose(0, 1, 3, 2))
                .mul(number(config.attentionScale()))
                .softmax(-1);
        NDArray y = a.matMul(v).transpose(0, 2, 1, 3).reshape(b, -1, d);
        return new NDList(linear(name + "proj", y), a);
    }

    private NDArray mlp(String name, NDArray x) {
        return linear(name + "fc2", gelu(linear(name + "fc1", x)));
    }

    static NDArray gelu(NDArray x) {
        return JniUtils.gelu((PtNDArray) x);
    }

    /** The class token, the same for every image, before the patches. */
    static NDArray behind(NDArray cls, NDArray patches) {
        NDArray all = cls.broadcast(
                new Shape(patches.getShape().get(0), 1, patches.getShape().get(2)));
        return NDArrays.concat(new NDList(all, patches), 1);
    }

    /** Tokens (B,T,D) without the class token as a map (B,D,g,g). */
    final NDArray map(NDArray t) {
        int g = ModelConfig.GRID;
        return t.get(new NDIndex(":, 1:")).transpose(0, 2, 1).reshape(-1, config.width(), g, g);
    }

    /** A map (B,D,h,w) as tokens (B,h*w,D). */
    static NDArray tokens(NDArray map) {
        var s = map.getShape();
        return map.reshape(s.get(0), s.get(1), -1).transpose(0, 2, 1);
    }

    final NDArray linear(String name, NDArray x) {
        return JniUtils.linear((PtNDArray) x, (PtNDArray) w(name + ".weight"), (PtNDArray) w(name + ".bias"));
    }

    final NDArray norm(String name, NDArray x, double eps) {
        return JniUtils.layerNorm(
                (PtNDArray) x,
                new Shape(config.width()),
                (PtNDArray) w(name + ".weight"),
                (PtNDArray) w(name + ".bias"),
                eps);
    }

    /** With a bias where there is one. */
    final NDArray convolution(NDArray x, String name, int stride, int padding) {
        return JniUtils.convolution(
                (PtNDArray) x,
                (PtNDArray) w(name + ".weight"),
                (PtNDArray) w(name + ".bias"),
                new Shape(stride, stride),
                new Shape(padding, padding),
                new Shape(1, 1),
                1);
    }

    static NDArray minmax(NDArray v) {
        NDArray shifted = v.sub(v.min(new int[] {1}, true));
        return shifted.div(shifted.max(new int[] {1}, true));
    }

    /** Mean over positions, (B,C,h,w) to (B,C). */
    static NDArray pooled(NDArray s) {
        return s.mean(new int[] {3}).mean(new int[] {2});
    }

    /** All calibration layers in turn, from S and F0 to the calibrated map. */
    final NDArray calibrated(NDArray s, NDArray c) {
        trace.put("cam0", c);
        for (int i = 0; i < config.iterations().size(); i++) {
            var next = calibrate(i, s, c);
            s = next.get(0);
            c = next.get(1);
            trace.put("scm" + i + ".x", s);
            trace.put("scm" + i + ".cam", c);
        }
        return s;
    }

    /** Spatial calibration, spec section 3.2: diffuse attention along similar neighbours, activate, add. */
    private NDList calibrate(int layer, NDArray x, NDArray c) {
        long b = x.getShape().get(0);
        int g = ModelConfig.GRID;
        int n = g * g;
        NDArray laplacian = array(GridLaplacian.dense(g), n, n);
        NDArray z = x.reshape(b, -1, n).transpose(0, 2, 1);
        NDArray length = z.norm(new int[] {2}, true);
        NDArray e = z.matMul(z.transpose(0, 2, 1)).div(length.mul(length.transpose(0, 2, 1)));
        NDArray m =
                e.mul(w("layers." + layer + ".fuse._loss_rate")).sub(number(1)).mul(laplacian);
        NDArray inverse = m.stopGradient().transpose(0, 2, 1).mul(number(ALPHA));
        NDArray two = manager.eye(n).mul(number(2));
        for (int k = 0; k < config.iterations().get(layer); k++)
            inverse = inverse.matMul(m.matMul(inverse).neg().add(two));
        NDArray u = inverse.transpose(0, 2, 1).matMul(c.expandDims(2)).squeeze(2);
        NDArray v = u.div(c.max(new int[] {1}, true).mul(w("layers." + layer + ".thred")));
        NDArray o = minmax(v.sub(v.tanh()));
        return new NDList(x.add(x.mul(o.reshape(b, 1, g, g))), c.add(o));
    }

    /** Gradients of the mean cross-entropy by name, and the loss itself under "loss". */
    final Map<String, float[]> gradients(NDArray logits, int[] labels) {
        NDArray oneHot = manager.create(labels).oneHot(config.classes());
        NDArray loss = logits.logSoftmax(-1).mul(oneHot).sum().div(number(-labels.length));
        JniUtils.backward((PtNDArray) loss, (PtNDArray) loss.onesLike(), false, false);
        var out = new LinkedHashMap<String, float[]>();
        weights.forEach((name, w) -> {
            if (w.hasGradient()) out.put(name, floats(w.getGradient()));
        });
        out.put("loss", floats(loss));
        return out;
    }

    static float[] floats(NDArray array) {
        double[] wide = array.toDoubleArray();
        var out = new float[wide.length];
        for (int i = 0; i < out.length; i++) out[i] = (float) wide[i];
        return out;
    }
}
