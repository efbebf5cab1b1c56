package dev.wsol.vision.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Moves a network's weights: cross-entropy, AdamW with betas 0.9 and 0.999, eps 1e-8, and weight decay on matrices only (spec
 * section 6). Not for several threads at once.
 */
public final class Training implements AutoCloseable {
    private static final String FIRST = "exp_avg/";
    private static final String SECOND = "exp_avg_sq/";
    private static final String STEPS = "steps";
    private static final long[] SCALAR = {1};

    /** Whole numbers are exact in float32 up to here. */
    private static final float MOST_STEPS = 0x1p24f;

    private final Network network;
    private final NDManager manager;
    private final double weightDecay;
    private final boolean[] decayed;
    private final PtNDArray[] first;
    private final PtNDArray[] second;
    private final PtNDArray laplacian;
    private final PtNDArray[] filters;
    private final double[] ladder;
    private long steps;

    /**
     * @param loss mean cross-entropy of the batch before the update; not finite when training has diverged
     * @param top1 images whose class has the largest training logit
     * @param top5 images whose class is among the five largest
     */
    public record Result(float loss, int top1, int top5) {}

    /** @param literal calibration layers with dense matrices, as published: for accelerators and for comparison */
    Training(Network network, double weightDecay, boolean literal) {
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay))
            throw new IllegalArgumentException("weight decay must be at least 0, not " + weightDecay);
        this.network = network;
        this.manager = network.manager().newSubManager();
        this.weightDecay = weightDecay;
        var parameters = network.parameters();
        this.decayed = new boolean[parameters.size()];
        this.first = new PtNDArray[parameters.size()];
        this.second = new PtNDArray[parameters.size()];
        for (int i = 0; i < first.length; i++) {
            decayed[i] = parameters.get(i).decayed();
            first[i] = (PtNDArray) manager.zeros(new Shape(parameters.get(i).shape()));
            second[i] = (PtNDArray) manager.zeros(new Shape(parameters.get(i).shape()));
        }
        this.laplacian = (PtNDArray)
                manager.create(GridLaplacian.dense(ModelConfig.GRID), GridLaplacian.shape(ModelConfig.GRID));
        this.ladder = literal ? new double[0] : CalibrationFilter.ladder();
        this.filters = literal ? new PtNDArray[0] : filters();
    }

    /** The series of every layer, one after the other. Layers with equal iterations share theirs. */
    private PtNDArray[] filters() {
        var shared = new HashMap<Integer, List<PtNDArray>>();
        return network.config().iterations().stream()
                .flatMap(k -> shared
                        .computeIfAbsent(k, any -> CalibrationFilter.series(k).stream()
                                .map(a -> (PtNDArray) manager.create(a))
                                .toList())
                        .stream())
                .toArray(PtNDArray[]::new);
    }

    /** Updates made so far. */
    public long steps() {
        return steps;
    }

    /**
     * One update.
     *
     * @param pixels normalised RGB, (B,3,224,224) row-major float32 from its position, see {@link Network#pixels}
     * @param labels B class indices
     * @param drop drop-path masks (depth,2,B), each 0 or 1/(1-p), see {@link DropPath}; empty keeps all branches
     */
    public Result step(ByteBuffer pixels, int[] labels, double learningRate, float[] drop) {
        try (var scope = manager.newSubManager()) {
            var lesson = lesson(scope, pixels, labels, drop);
            var arguments = Stream.of(
                            Stream.of(
                                    IValue.listFrom(network.weights()),
                                    IValue.listFrom(first),
                                    IValue.listFrom(second),
                                    IValue.listFrom(decayed)),
                            lesson.stream(),
                            Stream.of(IValue.from(steps + 1), IValue.from(learningRate), IValue.from(weightDecay)))
                    .flatMap(s -> s);
            try (var answer = new Answer(Kernels.run("step", true, arguments.toArray(IValue[]::new)))) {
                steps++;
                float[] out = answer.tensor(0, scope).toFloatArray();
                return new Result(out[0], (int) out[1], (int) out[2]);
            }
        }
    }

    /** Loss, logits (B,C) and gradients of a batch without an update, for comparison with other implementations. */
    Gradients gradients(ByteBuffer pixels, int[] labels, float[] drop) {
        try (var scope = manager.newSubManager()) {
            var lesson = lesson(scope, pixels, labels, drop);
            var arguments = Stream.concat(Stream.of(IValue.listFrom(network.weights())), lesson.stream());
            try (var answer = new Answer(Kernels.run("gradients", true, arguments.toArray(IValue[]::new)))) {
                return new Gradients(
                        answer.tensor(0, scope).getFloat(),
                        answer.tensor(1, scope).toFloatArray(),
                        network.copies("", answer.tensors(2, scope)));
            }
        }
    }

    /** What "gradients" and "step" share, in the order of their parameters. Everything is checked before native code sees it. */
    private List<IValue> lesson(NDManager scope, ByteBuffer pixels, int[] labels, float[] drop) {
        var x = Network.images(scope, pixels, labels.length);
        var y = targets(scope, labels);
        var keep = masks(scope, drop, labels.length);
        var config = network.config();
        return List.of(
                IValue.from(x),
                IValue.from(y),
                IValue.from(keep),
                IValue.from(config.depth()),
                IValue.from(config.heads()),
                IValue.from(config.attentionScale()),
                IValue.from(config.layerNormEps()),
                IValue.listFrom(config.iterations().stream().mapToLong(i -> i).toArray()),
                IValue.from(laplacian),
                IValue.listFrom(filters),
                IValue.listFrom(ladder));
    }

    /** A kernel's answer in parts; all of them are native until closed. */
    private record Answer(IValue whole, IValue[] parts) implements AutoCloseable {
        Answer(IValue whole) {
            this(whole, whole.toIValueTuple());
        }

        PtNDArray tensor(int part, NDManager scope) {
            return parts[part].toTensor((PtNDManager) scope);
        }

        PtNDArray[] tensors(int part, NDManager scope) {
            return parts[part].toTensorArray((PtNDManager) scope);
        }

        @Override
        public void close() {
            for (var part : parts) part.close();
            whole.close();
        }
    }

    record Gradients(float loss, float[] logits, Map<String, Tensor> byName) {}

    private PtNDArray targets(NDManager scope, int[] labels) {
        int classes = network.config().classes();
        for (int label : labels)
            if (label < 0 || label >= classes)
                throw new IllegalArgumentException("label " + label + " of a network with " + classes + " classes");
        return (PtNDArray) scope.create(Arrays.stream(labels).asLongStream().toArray());
    }

    private PtNDArray masks(NDManager scope, float[] drop, int batch) {
        if (drop.length == 0) return (PtNDArray) scope.create(new Shape(0));
        int depth = network.config().depth();
        if (drop.length != depth * 2 * batch)
            throw new IllegalArgumentException("drop-path masks for " + depth + " blocks and " + batch + " images need "
                    + depth * 2 * batch + " values, got " + drop.length);
        return (PtNDArray) scope.create(drop, new Shape(depth, 2, batch));
    }

    /** The optimizer's memory: both moments of every parameter and the number of steps. */
    public Map<String, Tensor> state() {
        var out = new LinkedHashMap<String, Tensor>();
        out.putAll(network.copies(FIRST, first));
        out.putAll(network.copies(SECOND, second));
        out.put(STEPS, Tensor.of(new float[] {steps}, SCALAR));
        return out;
    }

    /**
     * Continues from {@link #state()}; together with the network's weights this resumes bit for bit. Entries with other names
     * are left to whoever wrote them.
     *
     * @throws CheckpointException if an entry is missing or of another shape; nothing is changed then
     */
    public void restore(Map<String, Tensor> state) {
        need(state, STEPS, SCALAR);
        float done = state.get(STEPS).floats()[0];
        if (!(done >= 0 && done < MOST_STEPS)) throw new CheckpointException("trainer state claims " + done + " steps");
        for (var p : network.parameters()) {
            need(state, FIRST + p.name(), p.shape());
            need(state, SECOND + p.name(), p.shape());
        }
        for (int i = 0; i < first.length; i++) {
            String name = network.parameters().get(i).name();
            Network.overwrite(first[i], state.get(FIRST + name));
            Network.overwrite(second[i], state.get(SECOND + name));
        }
        steps = (long) done;
    }

    private static void need(Map<String, Tensor> state, String name, long[] shape) {
        var t = state.get(name);
        if (t == null) throw new CheckpointException("trainer state has no " + name);
        if (!Arrays.equals(t.shape(), shape))
            throw new CheckpointException("trainer state: " + name + " is " + Arrays.toString(t.shape()) + ", needs "
                    + Arrays.toString(shape));
    }

    @Override
    public void close() {
        manager.close();
    }
}
