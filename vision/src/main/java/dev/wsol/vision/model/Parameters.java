package dev.wsol.vision.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The parameters of a network in state-dict order, with official names, shapes and initial values (spec sections 4, 4.1). */
final class Parameters {
    private static final double TRUNK_STD = 0.02;
    private static final float THRESHOLD = 0.5f;
    private static final float LOSS_RATE = 1.0f;

    /** How a parameter starts. {@code fanIn} counts for FRAMEWORK only: uniform within 1/sqrt(fanIn). */
    private enum Start {
        NORMAL,
        ZERO,
        ONE,
        FRAMEWORK,
        THRED,
        RATE
    }

    /**
     * @param name official state-dict key
     * @param decayed whether AdamW's weight decay applies: weights of two or more dimensions but not the embeddings
     */
    record Parameter(String name, long[] shape, boolean decayed, Start start, int fanIn) {
        int count() {
            return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        }

        float[] initial(Random random) {
            var values = new float[count()];
            double bound = 1 / Math.sqrt(fanIn);
            for (int i = 0; i < values.length; i++) {
                values[i] = switch (start) {
                    // Published cut at 100 standard deviations, so a plain normal.
                    case NORMAL -> (float) (random.nextGaussian() * TRUNK_STD);
                    case FRAMEWORK -> (float) ((2 * random.nextDouble() - 1) * bound);
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
        int d = c.width();
        int hidden = d * c.mlpRatio();
        int patch = 3 * ModelConfig.PATCH * ModelConfig.PATCH;
        p.add("cls_token", Start.NORMAL, 1, 1, d);
        p.add("pos_embed", Start.NORMAL, 1, (long) ModelConfig.GRID * ModelConfig.GRID + 1, d);
        p.convolution("patch_embed.proj", patch, d, 3, ModelConfig.PATCH);
        for (int l = 0; l < c.depth(); l++) {
            String block = "blocks." + l + ".";
            p.norm(block + "norm1", d);
            p.linear(block + "attn.qkv", d, 3 * d);
            p.linear(block + "attn.proj", d, d);
            p.norm(block + "norm2", d);
            p.linear(block + "mlp.fc1", d, hidden);
            p.linear(block + "mlp.fc2", hidden, d);
        }
        p.norm("norm", d);
        p.convolution("head", 9 * d, c.classes(), d, 3);
        for (int i = 0; i < c.iterations().size(); i++) {
            p.add("layers." + i + ".thred", Start.THRED, 1);
            p.add("layers." + i + ".fuse._loss_rate", Start.RATE, 1);
        }
        return List.copyOf(p.list);
    }

    private void norm(String name, int width) {
        add(name + ".weight", Start.ONE, width);
        add(name + ".bias", Start.ZERO, width);
    }

    private void linear(String name, int in, int out) {
        add(name + ".weight", Start.NORMAL, out, in);
        add(name + ".bias", Start.ZERO, out);
    }

    private void convolution(String name, int fanIn, int out, int in, int kernel) {
        list.add(new Parameter(name + ".weight", new long[] {out, in, kernel, kernel}, true, Start.FRAMEWORK, fanIn));
        list.add(new Parameter(name + ".bias", new long[] {out}, false, Start.FRAMEWORK, fanIn));
    }

    private void add(String name, Start start, long... shape) {
        boolean embedding = name.equals("cls_token") || name.equals("pos_embed");
        list.add(new Parameter(name, shape, shape.length > 1 && !embedding, start, 1));
    }
}
