package dev.wsol.worker.train;

import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.Training;
import java.util.Map;

/** A network that learns from batches and can be put away and taken up again between epochs. */
public interface Learner extends AutoCloseable {
    /** One update; tells loss and hits of the batch before it. */
    Training.Result step(Batch batch, double learningRate);

    /** Complete epochs behind it, those before a resume included. */
    int epochsDone();

    /** Says that an epoch is complete. */
    void endEpoch();

    /** The network's weights by official name. */
    Map<String, Tensor> weights();

    /** Everything else that exact continuation needs. Meaningful between epochs. */
    Map<String, Tensor> state();

    @Override
    void close();
}
