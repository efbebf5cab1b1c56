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
import java.util.Map;

/** The Conformer as its paper writes it (spec section 5), with and without calibration layers. */
final class PaperConformer extends PaperLayers {
    private static final double EPS = 1e-6;

    PaperConformer(ModelConfig config, Map<String, Tensor> state, NDManager manager) {
        super(config, state, manager);
    }

    /** (S, r, logits of the convolution branch). Training normalises by the batch and moves the running statistics. */
    private NDList trunk(NDArray x, NDArray drop, boolean training) {
        NDArray stem = batchNorm("bn1", convolution(x, "conv1", 2, 3), 1e-5, training);
        NDArray base = JniUtils.maxPool(
                JniUtils.relu((PtNDArray) stem), new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false);
        NDArray map = bottleneck("conv_1.", base, 1, true, null, training).get(0);
        var t = behind(w("cls_token"), tokens(convolution(base, "trans_patch_conv", 4, 0)));
        var out = block("trans_1.", 0, t, drop);
        t = out.get(0);
        NDArray r = out.get(1);
        int stage = 0;
        for (int i = 1; i < config.depth(); i++) {
            String name = "conv_trans_" + (i + 1) + ".";
            boolean first = i % (config.depth() / 3) == 0;
            if (first) stage++;
            int stride = 4 >> stage;
            var convolved = bottleneck(name + "cnn_block.", map, first ? 2 : 1, first, null, training);
            NDArray down = squeezed(name + "squeeze_block.", convolved.get(1), stride);
            NDArray cls = t.get(new NDIndex(":, :1"));
            out = block(
                    name + "trans_block.",
                    i,
                    NDArrays.concat(new NDList(cls, down), 1).add(t),
                    drop);
            t = out.get(0);
            r = r.add(out.get(1));
            NDArray up = expanded(name + "expand_block.", t, stride, training);
            boolean last = i + 1 == config.depth();
            map = bottleneck(name + "fusion_block.", convolved.get(0), last ? 2 : 1, last, up, training)
                    .get(0);
        }
        NDArray s = convolution(map(norm("trans_norm", t, 1e-5)), "trans_cls_head", 1, 1);
        return new NDList(s, r, linear("conv_cls_head", pooled(map)));
    }

    /** The block's output, and its inner map behind the 3x3 convolution. */
    private NDList bottleneck(String name, NDArray x, int stride, boolean residual, NDArray inject, boolean training) {
        NDArray y =
                JniUtils.relu((PtNDArray) batchNorm(name + "bn1", convolution(x, name + "conv1", 1, 0), EPS, training));
        if (inject != null) y = y.add(inject);
        NDArray inner = JniUtils.relu(
                (PtNDArray) batchNorm(name + "bn2", convolution(y, name + "conv2", stride, 1), EPS, training));
        NDArray z = batchNorm(name + "bn3", convolution(inner, name + "conv3", 1, 0), EPS, training);
        NDArray around = residual
                ? batchNorm(name + "residual_bn", convolution(x, name + "residual_conv", stride, 0), EPS, training)
                : x;
        return new NDList(JniUtils.relu((PtNDArray) z.add(around)), inner);
    }

    private NDArray squeezed(String name, NDArray inner, int stride) {
        NDArray projected = convolution(inner, name + "conv_project", 1, 0);
        var window = new Shape(stride, stride);
        NDArray pooled = JniUtils.avgPool((PtNDArray) projected, window, window, new Shape(0, 0), false, true);
        return gelu(norm(name + "ln", tokens(pooled), config.layerNormEps()));
    }

    private NDArray expanded(String name, NDArray t, int factor, boolean training) {
        NDArray projected = convolution(map(t), name + "conv_project", 1, 0);
        NDArray y = JniUtils.relu((PtNDArray) batchNorm(name + "bn", projected, EPS, training));
        return y.repeat(3, factor).repeat(2, factor); // nearest neighbour
    }

    /** DJL calls the four arrays by other names than it uses them for: this order is what it does. */
    private NDArray batchNorm(String name, NDArray x, double eps, boolean training) {
        return JniUtils.batchNorm(
                (PtNDArray) x,
                (PtNDArray) w(name + ".running_mean"),
                (PtNDArray) w(name + ".running_var"),
                (PtNDArray) w(name + ".weight"),
                (PtNDArray) w(name + ".bias"),
                training,
                0.1,
                eps);
    }

    private NDList judged(NDList seen) {
        NDArray s = seen.get(0);
        boolean scm = config.head() == Head.SCM;
        NDArray attention = scm ? minmax(seen.get(1)) : seen.get(1);
        NDArray logits = pooled(scm ? calibrated(s, attention) : s).add(seen.get(2));
        return new NDList(logits, attention, s);
    }

    /** Evaluation: (logits, attention map, S before calibration). */
    NDList predict(NDArray x) {
        return judged(trunk(x, null, false));
    }

    NDArray trainingLogits(NDArray x, NDArray drop) {
        return judged(trunk(x, drop, true)).get(0);
    }
}
