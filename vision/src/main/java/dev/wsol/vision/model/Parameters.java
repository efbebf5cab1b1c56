package dev.wsol.vision.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The entries of a network's state dict in their order: parameters and, for batch norms, running statistics; with official names, shapes and initial values (spec sections 4, 4.1). */
final class Parameters {
    private static final double TRUNK_STD = 0.02;
    private static final float THRESHOLD = 0.5f;
    private static final float LOSS_RATE = 1.0f;

    /** Channels behind a Conformer's first convolution, whatever its other sizes. */
    private static final int STEM = 64;

    /** How an entry starts. FRAMEWORK is uniform within 1/sqrt(fan), HE normal with variance 2/fan; others have no fan. */
    private enum Start {
        NORMAL,
        ZERO,
        ONE,
        FRAMEWORK,
        HE,
        THRED,
        RATE
    }

    /**
     * @param name official state-dict key
     * @param shape lengths of the axes; none for a counter
     * @param decayed whether AdamW's weight decay applies: weights of two or more dimensions but not the embeddings
     */
    record Parameter(String name, long[] shape, boolean decayed, Start start, int fan) {
        /** Whether the optimizer moves it; otherwise it is a statistic that training gathers. */
        boolean trained() {
            return !name.contains(".running_") && !counter();
        }

        /** Whether it is a whole number in 64 bits. */
        boolean counter() {
            return name.endsWith(".num_batches_tracked");
        }

        /** Whether it belongs to a calibration layer. */
        boolean calibrates() {
            return name.startsWith("layers.");
        }

        int count() {
            return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        }

        float[] initial(Random random) {
            var values = new float[count()];
            double bound = 1 / Math.sqrt(fan);
            for (int i = 0; i < values.length; i++) {
                values[i] = switch (start) {
                    // Published cut at 100 standard deviations, so a plain normal.
                    case NORMAL -> (float) (random.nextGaussian() * TRUNK_STD);
                    case FRAMEWORK -> (float) ((2 * random.nextDouble() - 1) * bound);
                    case HE -> (float) (random.nextGaussian() * Math.sqrt(2.0 / fan));
                    case ZERO -> 0f;
                    case ONE -> 1f;
                    case THRED -> THRESHOLD;
                    case RATE -> LOSS_RATE;
                };
            }
            return values;
        }
    }

    private final List<Parameter> list = new ArrayList<>();

    private Parameters() {}

    static List<Parameter> of(ModelConfig c) {
        var p = new Parameters();
        if (c.conformer()) p.conformer(c);
        else p.transformer(c);
        for (int i = 0; i < c.iterations().size(); i++) {
            p.add("layers." + i + ".thred", Start.THRED, 1);
            p.add("layers." + i + ".fuse._loss_rate", Start.RATE, 1);
        }
        return List.copyOf(p.list);
    }

    private void transformer(ModelConfig c) {
        int d = c.width();
        add("cls_token", Start.NORMAL, 1, 1, d);
        add("pos_embed", Start.NORMAL, 1, (long) ModelConfig.GRID * ModelConfig.GRID + 1, d);
        convolution("patch_embed.proj", d, 3, ModelConfig.PATCH);
        for (int l = 0; l < c.depth(); l++) block("blocks." + l + ".", c);
        norm("norm", d);
        convolution("head", c.classes(), d, 3);
    }

    private void block(String block, ModelConfig c) {
        int d = c.width();
        int hidden = d * c.mlpRatio();
        norm(block + "norm1", d);
        linear(block + "attn.qkv", d, 3 * d);
        linear(block + "attn.proj", d, d);
        norm(block + "norm2", d);
        linear(block + "mlp.fc1", d, hidden);
        linear(block + "mlp.fc2", hidden, d);
    }

    private void conformer(ModelConfig c) {
        int d = c.width();
        int wide = c.channels();
        add("cls_token", Start.NORMAL, 1, 1, d);
        norm("trans_norm", d);
        projection("trans_cls_head", c.classes(), d, 3);
        linear("conv_cls_head", 4 * wide, c.classes());
        he("conv1", STEM, 3, 7);
        batchNorm("bn1", STEM);
        bottleneck("conv_1.", STEM, wide, true);
        projection("trans_patch_conv", d, STEM, 4);
        block("trans_1.", c);
        int each = c.depth() / 3;
        int in = wide;
        for (int i = 1; i < c.depth(); i++) {
            int out = wide << i / each;
            String name = "conv_trans_" + (i + 1) + ".";
            bottleneck(name + "cnn_block.", in, out, i % each == 0);
            bottleneck(name + "fusion_block.", out, out, i + 1 == c.depth());
            projection(name + "squeeze_block.conv_project", d, out / 4, 1);
            norm(name + "squeeze_block.ln", d);
            projection(name + "expand_block.conv_project", out / 4, d, 1);
            batchNorm(name + "expand_block.bn", out / 4);
            block(name + "trans_block.", c);
            in = out;
        }
    }

    /** 1x1, 3x3, 1x1, each with its batch norm; the inner maps are a quarter of the output. */
    private void bottleneck(String name, int in, int out, boolean residual) {
        int inner = out / 4;
        he(name + "conv1", inner, in, 1);
        batchNorm(name + "bn1", inner);
        he(name + "conv2", inner, inner, 3);
        batchNorm(name + "bn2", inner);
        he(name + "conv3", out, inner, 1);
        batchNorm(name + "bn3", out);
        if (!residual) return;
        he(name + "residual_conv", out, in, 1);
        batchNorm(name + "residual_bn", out);
    }

    private void batchNorm(String name, int width) {
        norm(name, width);
        add(name + ".running_mean", Start.ZERO, width);
        add(name + ".running_var", Start.ONE, width);
        add(name + ".num_batches_tracked", Start.ZERO);
    }

    private void norm(String name, int width) {
        add(name + ".weight", Start.ONE, width);
        add(name + ".bias", Start.ZERO, width);
    }

    private void linear(String name, int in, int out) {
        add(name + ".weight", Start.NORMAL, out, in);
        add(name + ".bias", Start.ZERO, out);
    }

    /** As the framework starts convolutions. */
    private void convolution(String name, int out, int in, int kernel) {
        int fan = in * kernel * kernel;
        list.add(new Parameter(name + ".weight", new long[] {out, in, kernel, kernel}, true, Start.FRAMEWORK, fan));
        list.add(new Parameter(name + ".bias", new long[] {out}, false, Start.FRAMEWORK, fan));
    }

    /** As the Conformer starts them, with the framework's bias. */
    private void projection(String name, int out, int in, int kernel) {
        he(name, out, in, kernel);
        list.add(new Parameter(name + ".bias", new long[] {out}, false, Start.FRAMEWORK, in * kernel * kernel));
    }

    private void he(String name, int out, int in, int kernel) {
        var shape = new long[] {out, in, kernel, kernel};
        list.add(new Parameter(name + ".weight", shape, true, Start.HE, out * kernel * kernel));
    }

    private void add(String name, Start start, long... shape) {
        boolean embedding = name.equals("cls_token") || name.equals("pos_embed");
        list.add(new Parameter(name, shape, shape.length > 1 && !embedding, start, 1));
    }
}
