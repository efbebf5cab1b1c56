package dev.wsol.vision.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * What a network sees in a batch. Maps stay on the device until asked for, so a thousand classes cost nothing. Maps are
 * 14 x 14, row-major, as plain arrays of 196 values.
 */
public final class Prediction implements AutoCloseable {
    private final NDManager scope;
    private final NDArray semantic;
    private final float[] logits;
    private final float[] attention;
    private final int classes;
    private final int cells;

    /** Takes logits (B,C), attention (B,N) and semantic (B,C,g,g) of all parts of a batch, which belong to {@code scope}. */
    Prediction(NDManager scope, List<NDList> parts) {
        this.scope = scope;
        this.logits = joined(parts, 0).toFloatArray();
        this.attention = joined(parts, 1).toFloatArray();
        this.semantic = joined(parts, 2);
        this.classes = (int) semantic.getShape().get(1);
        this.cells = attention.length / images();
    }

    private static NDArray joined(List<NDList> parts, int array) {
        var all = new NDList(parts.stream().map(p -> p.get(array)).toList());
        return all.size() == 1 ? all.get(0) : NDArrays.concat(all);
    }

    public int images() {
        return logits.length / classes;
    }

    public int classes() {
        return classes;
    }

    /** Evaluation logits of one image (C): spatial means of its semantic maps. */
    public float[] logits(int image) {
        return row(logits, image, classes);
    }

    /** F0 for SCM (min-max normalised, 0..1), r for TS-CAM (sum over blocks): spec sections 2.2, 2.4, 2.5. */
    public float[] attentionMap(int image) {
        return row(attention, image, cells);
    }

    /** S of one class, before any coupling. */
    public float[] semanticMap(int image, int category) {
        try (var map = semantic.get(new NDIndex(image, category))) {
            return map.toFloatArray();
        }
    }

    /** The coupled map that localizes: attention times S. */
    public float[] cam(int image, int category) {
        float[] map = semanticMap(image, category);
        for (int i = 0; i < cells; i++) map[i] *= attention[image * cells + i];
        return map;
    }

    /** S of all images and classes (B,C,g,g), as it lies on the device. */
    NDArray semantic() {
        return semantic;
    }

    /** The attention maps (B,N) once more on the device. */
    NDArray attention(NDManager manager) {
        return manager.create(attention, new Shape(images(), cells));
    }

    private float[] row(float[] rows, int image, int length) {
        if (image < 0 || image >= images())
            throw new IndexOutOfBoundsException("image " + image + " of a batch of " + images());
        return Arrays.copyOfRange(rows, image * length, (image + 1) * length);
    }

    @Override
    public void close() {
        scope.close();
    }
}
