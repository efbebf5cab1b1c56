package dev.wsol.worker.train;

import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.Training;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Where training stands, with the sums of the epoch so far, so that a run taken up in the middle of an epoch tells the same
 * figures at its end.
 *
 * @param epoch complete epochs
 * @param step steps made in the epoch after those
 * @param images seen in these steps
 * @param loss sum over these images
 * @param top1 of these images, hits by training logits
 * @param top5 likewise, among the five largest
 */
public record Position(int epoch, int step, long images, double loss, long top1, long top5) {
    public static final Position START = new Position(0, 0, 0, 0, 0, 0);

    private static final String NAME = "position";

    /** Written by builds that only knew positions between epochs. */
    private static final String EPOCHS = "epochs";

    private static final int FIELDS = 6;

    Position after(int batch, Training.Result result) {
        return new Position(
                epoch,
                step + 1,
                images + batch,
                loss + (double) result.loss() * batch,
                top1 + result.top1(),
                top5 + result.top5());
    }

    Position nextEpoch() {
        return new Position(epoch + 1, 0, 0, 0, 0, 0);
    }

    /** The figures of the epoch, as if it ended here. */
    public Watch.EpochDone done() {
        double n = Math.max(1, images);
        return new Watch.EpochDone(epoch, (int) images, loss / n, top1 / n, top5 / n);
    }

    void into(Map<String, Tensor> state) {
        var bytes = ByteBuffer.allocate(FIELDS * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double v : new double[] {epoch, step, images, loss, top1, top5}) bytes.putDouble(v);
        state.put(NAME, new Tensor(Tensor.Type.F64, new long[] {FIELDS}, bytes.flip()));
        state.put(EPOCHS, Tensor.of(new float[] {epoch}, 1));
    }

    /** @throws CheckpointException if the state does not say, or says something impossible */
    static Position from(Map<String, Tensor> state) {
        var position = state.get(NAME);
        if (position == null) return new Position(count(numbers(state, EPOCHS, 1)[0]), 0, 0, 0, 0, 0);
        double[] v = numbers(state, NAME, FIELDS);
        return new Position(count(v[0]), count(v[1]), count(v[2]), v[3], count(v[4]), count(v[5]));
    }

    private static double[] numbers(Map<String, Tensor> state, String name, int wanted) {
        var tensor = state.get(name);
        if (tensor == null || tensor.count() != wanted)
            throw new CheckpointException("trainer state does not say how many epochs are done");
        return tensor.doubles();
    }

    private static int count(double v) {
        if (!(v >= 0 && v <= Integer.MAX_VALUE) || v != Math.rint(v))
            throw new CheckpointException("trainer state claims " + v + " epochs, steps or images");
        return (int) v;
    }
}
