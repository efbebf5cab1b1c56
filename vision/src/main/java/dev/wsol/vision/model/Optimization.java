package dev.wsol.vision.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.wsol.contract.Optimizer;
import dev.wsol.contract.Recipe;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** From gradients to new weights: clipping, AdamW or momentum descent, and the running mean of the weights. */
final class Optimization {
    private static final String FIRST = "exp_avg/";
    private static final String SECOND = "exp_avg_sq/";
    private static final String MOMENTUM = "momentum_buffer/";
    private static final String TRAINED = "trained/";

    private final Network network;
    private final Recipe recipe;
    private final boolean[] decayed;

    /** Per parameter, by the prefix of its entries in the trainer state. */
    private final Map<String, PtNDArray[]> memory = new LinkedHashMap<>();

    /** Empty without a running mean. */
    private final PtNDArray[] mean;

    Optimization(Network network, Recipe recipe, NDManager manager) {
        this.network = network;
        this.recipe = recipe;
        int count = network.parameters().size();
        this.decayed = new boolean[count];
        for (int i = 0; i < count; i++) decayed[i] = network.parameters().get(i).decayed();
        if (recipe.optimizer() instanceof Optimizer.Sgd) memory.put(MOMENTUM, zeros(manager));
        else {
            memory.put(FIRST, zeros(manager));
            memory.put(SECOND, zeros(manager));
        }
        this.mean = recipe.refinements().emaDecay() == 0 ? new PtNDArray[0] : zeros(manager);
        for (int i = 0; i < mean.length; i++) StateDict.copy(mean[i], network.weights()[i]);
    }

    private PtNDArray[] zeros(NDManager manager) {
        return network.parameters().stream()
                .map(p -> (PtNDArray) manager.zeros(new Shape(p.shape())))
                .toArray(PtNDArray[]::new);
    }

    /**
     * One update of all weights in place; the gradients may be overwritten.
     *
     * @param step updates made, this one included
     */
    void move(PtNDArray[] gradients, long step, double learningRate) {
        network.weightsMoved();
        descend(gradients, step, learningRate).close();
        if (mean.length > 0)
            Kernels.run(
                            "follow",
                            true,
                            IValue.listFrom(mean),
                            IValue.listFrom(network.weights()),
                            IValue.from(recipe.refinements().emaDecay()))
                    .close();
    }

    private IValue descend(PtNDArray[] gradients, long step, double learningRate) {
        if (recipe.optimizer() instanceof Optimizer.Sgd sgd)
            return Kernels.run(
                    "sgd",
                    true,
                    IValue.listFrom(network.weights()),
                    IValue.listFrom(gradients),
                    IValue.listFrom(memory.get(MOMENTUM)),
                    IValue.listFrom(decayed),
                    IValue.from(learningRate),
                    IValue.from(recipe.weightDecay()),
                    IValue.from(recipe.refinements().clipNorm()),
                    IValue.from(sgd.momentum()),
                    IValue.from(sgd.nesterov()));
        var adamw = (Optimizer.AdamW) recipe.optimizer();
        return Kernels.run(
                "adamw",
                true,
                IValue.listFrom(network.weights()),
                IValue.listFrom(gradients),
                IValue.listFrom(memory.get(FIRST)),
                IValue.listFrom(memory.get(SECOND)),
                IValue.listFrom(decayed),
                IValue.from(step),
                IValue.from(learningRate),
                IValue.from(recipe.weightDecay()),
                IValue.from(recipe.refinements().clipNorm()),
                IValue.from(adamw.beta1()),
                IValue.from(adamw.beta2()),
                IValue.from(adamw.eps()));
    }

    /** The weights to publish: the running mean where there is one. */
    Map<String, Tensor> published() {
        var out = new LinkedHashMap<>(network.export());
        if (mean.length > 0) out.putAll(network.copies("", mean));
        return out;
    }

    /** What {@link #restore} needs beside the published weights. */
    Map<String, Tensor> state() {
        var out = new LinkedHashMap<String, Tensor>();
        memory.forEach((prefix, arrays) -> out.putAll(network.copies(prefix, arrays)));
        if (mean.length > 0) out.putAll(network.copies(TRAINED, network.weights()));
        return out;
    }

    /**
     * Goes on from {@link #state}, in a network that holds the {@link #published} weights.
     *
     * @throws CheckpointException if an entry is missing or of another shape; nothing is changed then
     */
    void restore(Map<String, Tensor> state) {
        for (var p : network.parameters()) {
            for (var prefix : memory.keySet()) need(state, prefix + p.name(), p.shape());
            if (mean.length > 0) need(state, TRAINED + p.name(), p.shape());
        }
        network.weightsMoved();
        for (int i = 0; i < decayed.length; i++) {
            String name = network.parameters().get(i).name();
            for (var one : memory.entrySet()) StateDict.overwrite(one.getValue()[i], state.get(one.getKey() + name));
            if (mean.length == 0) continue;
            StateDict.copy(mean[i], network.weights()[i]);
            StateDict.overwrite(network.weights()[i], state.get(TRAINED + name));
        }
    }

    static void need(Map<String, Tensor> state, String name, long... shape) {
        var t = state.get(name);
        if (t == null) throw new CheckpointException("trainer state has no " + name);
        if (!Arrays.equals(t.shape(), shape))
            throw new CheckpointException("trainer state: " + name + " is " + Arrays.toString(t.shape()) + ", needs "
                    + Arrays.toString(shape));
    }
}
