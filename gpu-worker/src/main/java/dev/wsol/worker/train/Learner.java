package dev.wsol.worker.train;

import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.Training;
import java.util.Map;

/** A network that learns from batches and can be put away and taken up again between any two steps. */
public interface Learner extends AutoCloseable {
    /** One update; tells loss and hits of the batch before it. The position moves on by a step. */
    Training.Result step(Batch batch, double learningRate);

    /** Where training stands, what came before a resume included. */
    Position position();

    /** Says that an epoch is complete. */
    void endEpoch();

    /** The weights to publish, by official name. */
    Map<String, Tensor> weights();

    /** The network's learned single numbers, by official name: small, to watch while they move. */
    Map<String, Float> dials();

    /** Everything else that exact continuation needs. */
    Map<String, Tensor> state();

    @Override
    void close();
}
