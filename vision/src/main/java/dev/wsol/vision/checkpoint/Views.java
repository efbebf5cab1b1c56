package dev.wsol.vision.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns strided views of storages into contiguous tensors, within the file's bounds and a budget of bytes. */
final class Views {
    private static final int UNFOLDING = 4;
    private static final int SMALL = 1 << 20;

    private final String name;
    private long budget;

    /** @param budget most bytes of all tensors together: strides of 0 can make a small file say a large thing */
    Views(String name, long budget) {
        this.name = name;
        this.budget = budget;
    }

    /** What the strided tensors of a file may take: real ones are transposed, or small and expanded. */
    static long budget(long fileBytes) {
        return UNFOLDING * fileBytes + SMALL;
    }

    Tensor tensor(Torch.View view, ByteBuffer storage) {
        long[] shape = view.shape();
        int width = view.storage().type().bytes();
        long bytes = checkedBytes(view, storage);
        if (bytes == 0 || isContiguous(view)) {
            int from = bytes == 0 ? 0 : Math.toIntExact(view.offset() * width);
            return new Tensor(view.storage().type(), shape, storage.slice(from, (int) bytes));
        }
        budget -= bytes;
        if (budget < 0)
            throw new CheckpointException(name + ": its tensors unfold to far more bytes than the file has");
        var out = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        copy(view, storage, 0, view.offset(), out);
        return new Tensor(view.storage().type(), shape, out.flip());
    }

    /** Bytes of the contiguous tensor, once it is sure that no element lies outside its storage. */
    private long checkedBytes(Torch.View view, ByteBuffer storage) {
        int width = view.storage().type().bytes();
        try {
            long count = 1;
            long last = view.offset();
            boolean negative = view.offset() < 0;
            for (int axis = 0; axis < view.shape().length; axis++) {
                negative |= view.shape()[axis] < 0 || view.stride()[axis] < 0;
                count = Math.multiplyExact(count, view.shape()[axis]);
                last = Math.addExact(last, Math.multiplyExact(view.shape()[axis] - 1, view.stride()[axis]));
            }
            if (negative || count > 0 && Math.addExact(last, 1) > storage.remaining() / width)
                throw new CheckpointException(name + ": a tensor reaches outside its storage "
                        + Printable.of(view.storage().key()));
            return Math.toIntExact(Math.multiplyExact(count, width));
        } catch (ArithmeticException e) {
            throw new CheckpointException(
                    name + ": a tensor of storage "
                            + Printable.of(view.storage().key()) + " is too large",
                    e);
        }
    }

    private static boolean isContiguous(Torch.View view) {
        long expected = 1;
        for (int axis = view.shape().length - 1; axis >= 0; axis--) {
            if (view.shape()[axis] != 1 && view.stride()[axis] != expected) return false;
            expected *= view.shape()[axis];
        }
        return true;
    }

    private static void copy(Torch.View view, ByteBuffer storage, int axis, long at, ByteBuffer out) {
        int width = view.storage().type().bytes();
        if (axis == view.shape().length) {
            out.put(storage.slice(Math.toIntExact(at * width), width));
            return;
        }
        for (long i = 0; i < view.shape()[axis]; i++) copy(view, storage, axis + 1, at + i * view.stride()[axis], out);
    }
}
