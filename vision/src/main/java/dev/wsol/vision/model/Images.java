package dev.wsol.vision.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of images, or neighbours in one.
 *
 * @param pixels normalised RGB, (count,3,224,224) row-major float32 from its position, in memory that the engine reads in place
 */
record Images(ByteBuffer pixels, int count) {
    /** Of one image. */
    static final int BYTES = 3 * ModelConfig.IMAGE * ModelConfig.IMAGE * Float.BYTES;

    Images {
        if (!pixels.isDirect() || pixels.order() != ByteOrder.nativeOrder())
            throw new IllegalArgumentException("pixels must lie in a direct buffer of native byte order");
        if (count < 1 || pixels.remaining() / BYTES < count)
            throw new IllegalArgumentException("the buffer holds " + pixels.remaining() / BYTES + " images of " + BYTES
                    + " bytes, the batch is " + count);
    }

    /** At most so many parts, as equal as they can be, in order; together they are this batch. */
    List<Images> cut(int parts) {
        int length = (count + parts - 1) / parts;
        var out = new ArrayList<Images>();
        for (int from = 0; from < count; from += length) out.add(part(from, Math.min(from + length, count)));
        return out;
    }

    Images part(int from, int to) {
        var view = pixels.duplicate().order(ByteOrder.nativeOrder());
        view.position(pixels.position() + from * BYTES);
        return new Images(view, to - from);
    }

    /** On the device of the scope; on the CPU without a copy, so the pixels must not change before the scope is closed. */
    PtNDArray array(NDManager scope) {
        return scope.getDevice().isGpu() ? sent(scope) : here(scope);
    }

    private PtNDArray here(NDManager scope) {
        var view = pixels.slice(pixels.position(), count * BYTES).order(ByteOrder.nativeOrder());
        var shape = new Shape(count, 3, ModelConfig.IMAGE, ModelConfig.IMAGE);
        return (PtNDArray) scope.create(view, shape, DataType.FLOAT32);
    }

    /** A copy on the device of the scope. */
    PtNDArray sent(NDManager scope) {
        try (var host = scope.newSubManager(Device.cpu());
                var there = (PtNDArray) scope.create(new Shape(0));
                var sent = Kernels.run("sent", true, IValue.from(here(host)), IValue.from(there))) {
            return sent.toTensor((PtNDManager) scope);
        }
    }
}
