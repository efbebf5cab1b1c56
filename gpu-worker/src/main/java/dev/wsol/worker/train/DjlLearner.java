package dev.wsol.worker.train;

import ai.djl.Device;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.DropPath;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import dev.wsol.vision.model.Training;
import java.util.LinkedHashMap;
import java.util.Map;

/** Learns on the DJL PyTorch engine. Used by one thread; several learners may work at the same time. */
public final class DjlLearner implements Learner {
    /** Weight decay of the published runs (spec section 6). */
    public static final double WEIGHT_DECAY = 0.05;

    private static final String EPOCHS = "epochs";

    private final Network network;
    private final Training training;
    private final long seed;
    private int epochs;

    private DjlLearner(Network network, double weightDecay, long seed) {
        this.network = network;
        this.training = network.train(weightDecay);
        this.seed = seed;
    }

    /** A learner with fresh weights; the same seed gives the same run. */
    public static DjlLearner create(ModelConfig config, double weightDecay, long seed, Device device) {
        return new DjlLearner(Network.create(config, seed, device), weightDecay, seed);
    }

    /**
     * Goes on from what {@link #weights} and {@link #state} said between two epochs, bit for bit in float32 on one machine.
     *
     * @throws CheckpointException if they do not fit the configuration
     */
    public static DjlLearner resume(
            ModelConfig config,
            double weightDecay,
            long seed,
            Device device,
            Map<String, Tensor> weights,
            Map<String, Tensor> state) {
        var learner = create(config, weightDecay, seed, device);
        try {
            learner.network.load(weights);
            learner.training.restore(state);
            learner.epochs = epochs(state);
            return learner;
        } catch (RuntimeException e) {
            learner.close();
            throw e;
        }
    }

    private static int epochs(Map<String, Tensor> state) {
        var epochs = state.get(EPOCHS);
        if (epochs == null || epochs.count() != 1)
            throw new CheckpointException("trainer state does not say how many epochs are done");
        float done = epochs.floats()[0];
        if (!(done >= 0 && done <= 1e6)) throw new CheckpointException("trainer state claims " + done + " epochs");
        return (int) done;
    }

    @Override
    public Training.Result step(Batch batch, double learningRate) {
        var drop =
                DropPath.masks(network.config(), batch.size(), Seeds.of(Seeds.Use.DROP_PATH, seed, training.steps()));
        return training.step(batch.pixels(), batch.labels(), learningRate, drop);
    }

    @Override
    public int epochsDone() {
        return epochs;
    }

    @Override
    public void endEpoch() {
        epochs++;
    }

    @Override
    public Map<String, Tensor> weights() {
        return network.export();
    }

    @Override
    public Map<String, Tensor> state() {
        var out = new LinkedHashMap<>(training.state());
        out.put(EPOCHS, Tensor.of(new float[] {epochs}, 1));
        return out;
    }

    @Override
    public void close() {
        training.close();
        network.close();
    }
}
