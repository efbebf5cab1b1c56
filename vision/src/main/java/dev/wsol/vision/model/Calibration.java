package dev.wsol.vision.model;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** What the calibration layers of a network need beside their weights, on its device. Lives as long as the manager given. */
final class Calibration {
    private final List<Integer> iterations;
    private final PtNDArray laplacian;

    /** The series of every layer, one after the other; empty for the layers as published. */
    private final PtNDArray[] filters;

    private final double[] ladder;

    /** @param literal dense matrices, as published: for accelerators and for comparison */
    Calibration(List<Integer> iterations, NDManager manager, boolean literal) {
        this.iterations = iterations;
        this.laplacian = (PtNDArray)
                manager.create(GridLaplacian.dense(ModelConfig.GRID), GridLaplacian.shape(ModelConfig.GRID));
        this.ladder = literal ? new double[0] : CalibrationFilter.ladder();
        this.filters = literal ? new PtNDArray[0] : filters(manager);
    }

    /** Layers with equal iterations share theirs. */
    private PtNDArray[] filters(NDManager manager) {
        var shared = new HashMap<Integer, List<PtNDArray>>();
        return iterations.stream()
                .flatMap(k -> shared
                        .computeIfAbsent(k, any -> CalibrationFilter.series(k).stream()
                                .map(a -> (PtNDArray) manager.create(a))
                                .toList())
                        .stream())
                .toArray(PtNDArray[]::new);
    }

    /** Iterations, Laplacian, filters and ladder, as the kernels take them. */
    List<IValue> arguments() {
        var out = new ArrayList<IValue>();
        out.add(IValue.listFrom(iterations.stream().mapToLong(i -> i).toArray()));
        out.addAll(tables());
        return out;
    }

    /** Laplacian, filters and ladder. */
    List<IValue> tables() {
        return List.of(IValue.from(laplacian), IValue.listFrom(filters), IValue.listFrom(ladder));
    }
}
