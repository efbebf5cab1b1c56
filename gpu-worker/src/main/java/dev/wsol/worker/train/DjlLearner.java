package dev.wsol.worker.train;

import ai.djl.Device;
import dev.wsol.contract.Recipe;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.DropPath;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import dev.wsol.vision.model.Training;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Learns on the DJL PyTorch engine. Used by one thread; several learners may work at the same time. */
public final class DjlLearner implements Learner {
    /** Weight decay of the published runs (spec section 6). */
    public static final double WEIGHT_DECAY = 0.05;

    private final Network network;
    private final Training training;
    private final long seed;
    private Position position;

    private DjlLearner(Network network, Training training, long seed, Position position) {
        this.network = network;
        this.training = training;
        this.seed = seed;
        this.position = position;
    }

    /** A learner with fresh weights and the official optimizer; the same seed gives the same run. */
    public static DjlLearner create(ModelConfig config, double weightDecay, long seed, Device device) {
        var network = Network.create(config, seed, device);
        return new DjlLearner(network, network.train(weightDecay), seed, Position.START);
    }

    /** A learner with weights drawn from the recipe's seed; the same recipe gives the same run. */
    public static DjlLearner create(ModelConfig config, Recipe recipe, Device device) {
        return create(config, recipe, device, drawn -> drawn);
    }

    /**
     * A learner that starts from other weights than drawn ones.
     *
     * @param start answers the weights to start from, given those drawn from the recipe's seed
     * @throws CheckpointException if they do not fit the configuration
     */
    public static DjlLearner create(
            ModelConfig config, Recipe recipe, Device device, UnaryOperator<Map<String, Tensor>> start) {
        var network = Network.create(config, recipe.seed(), device);
        try {
            var drawn = network.export();
            var first = start.apply(drawn);
            if (first != drawn) network.load(first);
            return new DjlLearner(network, network.train(recipe), recipe.seed(), Position.START);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * Goes on from what {@link #weights} and {@link #state} said between two steps, bit for bit in float32 on one machine.
     *
     * @throws CheckpointException if they do not fit the configuration or the recipe's optimizer
     */
    public static DjlLearner resume(
            ModelConfig config, Recipe recipe, Device device, Map<String, Tensor> weights, Map<String, Tensor> state) {
        var network = Network.create(config, recipe.seed(), device);
        try {
            network.load(weights);
            var training = network.train(recipe);
            training.restore(state);
            return new DjlLearner(network, training, recipe.seed(), Position.from(state));
        } catch (RuntimeException e) {
            network.close(); // and with it what was made of it
            throw e;
        }
    }

    @Override
    public Training.Result step(Batch batch, double learningRate) {
        var drop =
                DropPath.masks(network.config(), batch.size(), Seeds.of(Seeds.Use.DROP_PATH, seed, training.steps()));
        var result = training.step(batch.pixels(), batch.labels(), learningRate, drop);
        position = position.after(batch.size(), result);
        return result;
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void endEpoch() {
        position = position.nextEpoch();
    }

    @Override
    public Map<String, Tensor> weights() {
        return training.published();
    }

    @Override
    public Map<String, Float> dials() {
        return network.scalars();
    }

    @Override
    public Map<String, Tensor> state() {
        var out = new LinkedHashMap<>(training.state());
        position.into(out);
        return out;
    }

    @Override
    public void close() {
        training.close();
        network.close();
    }
}
