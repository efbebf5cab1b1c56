package dev.wsol.worker.train;

/** Where batches come from. */
public interface TrainingData {
    /** Batches of an epoch; the last one may be smaller. */
    int batches();

    /** The batches of an epoch, counted from 0; close it to stop reading ahead. One epoch at a time. */
    Epoch epoch(int epoch);

    /** One pass over the images. */
    interface Epoch extends Iterable<Batch>, AutoCloseable {
        @Override
        void close();
    }
}
