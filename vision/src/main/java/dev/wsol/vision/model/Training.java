package dev.wsol.vision.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.wsol.contract.Recipe;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Moves a network's weights by cross-entropy, as a recipe says; the official one is AdamW with weight decay on matrices only
 * (spec section 6). Not for several threads at once.
 */
public final class Training implements AutoCloseable {
    private static final String STEPS = "steps";
    private static final long[] SCALAR = {1};

    /** Whole numbers are exact in float32 up to here; a larger count of steps is a scalar of 64 bits. */
    private static final long EXACT = 1L << 24;

    /** In a double, which tensors are read as, whole numbers are exact up to here; no run gets so far. */
    private static final double MOST_STEPS = 0x1p53;

    private final Network network;
    private final NDManager manager;
    private final Recipe recipe;
    private final Optimization optimization;
    private final Calibration calibration;
    private long steps;
    private long moving;

    /**
     * @param loss mean cross-entropy of the batch before the update; not finite when training has diverged
     * @param top1 images whose class has the largest training logit
     * @param top5 images whose class is among the five largest
     */
    public record Result(float loss, int top1, int top5) {}

    /** @param literal calibration layers with dense matrices, as published: for accelerators and for comparison */
    Training(Network network, Recipe recipe, boolean literal) {
        this.network = network;
        this.manager = network.manager().newSubManager();
        this.recipe = recipe;
        this.optimization = new Optimization(network, recipe, manager);
        this.calibration = new Calibration(network.config().iterations(), manager, literal);
    }

    /** The official optimizer; the recipe's other parts are not of this class. */
    static Recipe official(double weightDecay) {
        var o = Recipe.OFFICIAL;
        return new Recipe(1, o.batch(), o.learningRate(), weightDecay, o.dropPath(), o.seed(), o.schedule());
    }

    /** Updates made so far. */
    public long steps() {
        return steps;
    }

    /** Seconds spent moving weights since this training began; on an accelerator only until it took the work over. */
    public double optimizerSeconds() {
        return moving / 1e9;
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
            var whole = new Lesson(new Images(pixels, labels.length), labels, checked(drop, labels.length));
            float loss = 0;
            int top1 = 0;
            int top5 = 0;
            var mean = new GradientMean(scope);
            for (var piece : whole.cut(
                    recipe.refinements().accumulation(), network.config().depth()))
                for (var learned : learn(scope, piece)) {
                    float share = learned.images() / (float) whole.size();
                    loss += share * learned.loss();
                    top1 += learned.top1();
                    top5 += learned.top5();
                    mean.add(learned.gradients(), learned.images());
                }
            long ready = System.nanoTime();
            optimization.move(mean.gradients(), steps + 1, learningRate);
            moving += System.nanoTime() - ready;
            steps++;
            return new Result(loss, top1, top5);
        }
    }

    private record Learned(int images, float loss, int top1, int top5, PtNDArray[] gradients) {}

    /** What a piece teaches, in as many parts as threads compute it. Batch norms want to see it whole, and so does a GPU. */
    private List<Learned> learn(NDManager scope, Lesson piece) {
        boolean whole = network.config().conformer() || network.device().isGpu();
        var parts = piece.cut(
                whole ? 1 : Shards.parts(piece.size()), network.config().depth());
        try (var weights = network.parametersIn(recipe.precision())) {
            return Shards.all(parts.stream()
                    .map(part -> (Supplier<Learned>) () -> learn(scope, weights, part))
                    .toList());
        }
    }

    private Learned learn(NDManager scope, IValue weights, Lesson part) {
        try (var answer = new Answer(run("lesson", scope, weights, part, network.statistics()))) {
            float[] said = answer.tensor(0, scope).toFloatArray();
            return new Learned(part.size(), said[0], (int) said[1], (int) said[2], answer.tensors(1, scope));
        }
    }

    /** Loss, logits (B,C) and gradients of a batch without an update and without moving running statistics, for comparison with other implementations. */
    Gradients gradients(ByteBuffer pixels, int[] labels, float[] drop) {
        try (var scope = manager.newSubManager()) {
            var lesson = new Lesson(new Images(pixels, labels.length), labels, checked(drop, labels.length));
            var statistics = Arrays.stream(network.statistics())
                    .map(a -> (PtNDArray) scope.create(a.getShape(), a.getDataType()))
                    .toArray(PtNDArray[]::new);
            for (int i = 0; i < statistics.length; i++) StateDict.copy(statistics[i], network.statistics()[i]);
            try (var weights = network.parametersIn(recipe.precision());
                    var answer = new Answer(run("gradients", scope, weights, lesson, statistics))) {
                return new Gradients(
                        answer.tensor(0, scope).getFloat(),
                        answer.tensor(1, scope).toFloatArray(),
                        network.copies("", answer.tensors(2, scope)));
            }
        }
    }

    /** Everything is checked before native code sees it. */
    private IValue run(String kernel, NDManager scope, IValue weights, Lesson lesson, PtNDArray[] statistics) {
        var x = lesson.images().array(scope);
        var y = targets(scope, lesson.labels());
        var keep = masks(scope, lesson.drop(), lesson.size());
        var arguments = new ArrayList<IValue>();
        if (network.config().conformer()) arguments.add(IValue.listFrom(statistics));
        arguments.addAll(List.of(IValue.from(x), IValue.from(y), IValue.from(keep)));
        arguments.addAll(network.sizes());
        arguments.addAll(calibration.arguments());
        arguments.add(IValue.from(recipe.refinements().labelSmoothing()));
        return Kernels.run(network.kernel(kernel), true, weights, arguments);
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

    private float[] checked(float[] drop, int batch) {
        int depth = network.config().depth();
        if (drop.length > 0 && drop.length != depth * 2 * batch)
            throw new IllegalArgumentException("drop-path masks for " + depth + " blocks and " + batch + " images need "
                    + depth * 2 * batch + " values, got " + drop.length);
        return drop;
    }

    private PtNDArray masks(NDManager scope, float[] drop, int batch) {
        if (drop.length == 0) return (PtNDArray) scope.create(new Shape(0));
        return (PtNDArray) scope.create(drop, new Shape(network.config().depth(), 2, batch));
    }

    /** The weights to publish, by official name: their running mean where the recipe asks for one. */
    public Map<String, Tensor> published() {
        return optimization.published();
    }

    /** All that {@link #restore} needs beside the published weights: the optimizer's memory and the number of steps. */
    public Map<String, Tensor> state() {
        var out = new LinkedHashMap<>(optimization.state());
        out.put(STEPS, steps < EXACT ? Tensor.of(new float[] {steps}, SCALAR) : Tensor.whole(steps));
        return out;
    }

    /**
     * Continues from {@link #state()}; together with the published weights in the network this resumes bit for bit. Entries
     * with other names are left to whoever wrote them.
     *
     * @throws CheckpointException if an entry is missing or of another shape; nothing is changed then
     */
    public void restore(Map<String, Tensor> state) {
        var counted = state.get(STEPS);
        if (counted == null || counted.type() != Tensor.Type.I64 || counted.shape().length > 0)
            Optimization.need(state, STEPS, SCALAR);
        double done = state.get(STEPS).doubles()[0];
        if (!(done >= 0 && done < MOST_STEPS)) throw new CheckpointException("trainer state claims " + done + " steps");
        optimization.restore(state);
        steps = (long) done;
    }

    @Override
    public void close() {
        manager.close();
    }
}
