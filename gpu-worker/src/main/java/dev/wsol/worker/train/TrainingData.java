package dev.wsol.worker.train;

/** Where batches come from. */
public interface TrainingData {
    /** Batches of an epoch; the last one may be smaller. */
    int batches();

    /**
     * The batches of an epoch, counted from 0; close it to stop reading ahead. One epoch at a time.
     *
     * @param from first batch to read, counted from 0; those before it were seen before a resume
     */
    Epoch epoch(int epoch, int from);

    /** The whole epoch. */
    default Epoch epoch(int epoch) {
        return epoch(epoch, 0);
    }

    /** One pass over the images. */
    interface Epoch extends Iterable<Batch>, AutoCloseable {
        /** Seconds that the reader has waited for batches so far. */
        double waited();

        @Override
        void close();
    }
}
