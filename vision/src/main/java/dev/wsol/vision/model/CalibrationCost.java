package dev.wsol.vision.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.wsol.contract.Precision;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** What the calibration layers of a network cost in a training step. */
public final class CalibrationCost {
    private static final double NO_SMOOTHING = 0;

    private CalibrationCost() {}

    /**
     * Seconds of the layers both ways, alone, the loss behind them included: from the network's own maps of a batch to
     * their gradients, by as many threads as a step has. The best of several, after one that warms up. Unknown on accelerators, where the layers have
     * another form; 0 without layers.
     *
     * @param pixels normalised RGB, (B,3,224,224) row-major float32 from its position
     * @param labels B class indices
     * @param repeats at least 1
     */
    public static OptionalDouble seconds(
            Network network, ByteBuffer pixels, int[] labels, Precision precision, int repeats) {
        if (network.device().isGpu()) return OptionalDouble.empty();
        var iterations = network.config().iterations();
        if (iterations.isEmpty()) return OptionalDouble.of(0);
        var batch = new Lesson(new Images(pixels, labels.length), labels, new float[0]);
        int threads = network.config().conformer() ? 1 : Shards.parts(batch.size());
        var parts = batch.cut(threads, network.config().depth());
        var seen = parts.stream()
                .map(p -> network.predict(p.images().pixels(), p.size(), precision))
                .toList();
        try (var manager = network.manager().newSubManager()) {
            var calibration = new Calibration(iterations, manager, false);
            var tasks = new ArrayList<Supplier<Double>>();
            for (int i = 0; i < parts.size(); i++) {
                var maps = seen.get(i);
                var targets = parts.get(i).labels();
                tasks.add(() -> once(network, maps, targets, calibration, manager));
            }
            Shards.all(tasks);
            double best = Double.MAX_VALUE;
            for (int i = 0; i < repeats; i++) best = Math.min(best, Collections.max(Shards.all(tasks)));
            return OptionalDouble.of(best);
        } finally {
            seen.forEach(Prediction::close);
        }
    }

    private static double once(
            Network network, Prediction seen, int[] labels, Calibration calibration, NDManager manager) {
        try (var scope = manager.newSubManager()) {
            var targets = (PtNDArray)
                    scope.create(Arrays.stream(labels).asLongStream().toArray());
            var maps = leaf(seen.semantic(), scope);
            var attention = leaf(seen.attention(scope), scope);
            var layers = layers(network, scope);
            int first = 0;
            var arguments = new ArrayList<IValue>(List.of(
                    IValue.listFrom(layers),
                    IValue.from(maps),
                    IValue.from(attention),
                    IValue.listFrom(maps, attention),
                    IValue.from((PtNDArray) scope.zeros(new Shape(1))),
                    IValue.from(targets),
                    IValue.from(first),
                    IValue.from(network.config().iterations().size())));
            arguments.addAll(calibration.tables());
            arguments.add(IValue.from(NO_SMOOTHING));
            long start = System.nanoTime();
            Kernels.run("calibrated", true, arguments.toArray(IValue[]::new)).close();
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static PtNDArray[] layers(Network network, NDManager scope) {
        var out = new ArrayList<PtNDArray>();
        for (int i = 0; i < network.parameters().size(); i++)
            if (network.parameters().get(i).calibrates()) out.add(leaf(network.weights()[i], scope));
        return out.toArray(PtNDArray[]::new);
    }

    /** A copy that gradients can flow to: what was predicted cannot be differentiated itself. */
    private static PtNDArray leaf(NDArray array, NDManager scope) {
        var copy = (PtNDArray) scope.zeros(array.getShape());
        StateDict.copy(copy, (PtNDArray) array);
        try (var made = Kernels.run("leaf", true, IValue.from(copy))) {
            return made.toTensor((PtNDManager) scope);
        }
    }
}
