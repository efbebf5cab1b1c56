package dev.wsol.contract;

import java.time.Instant;

/** Fine-grained, short-lived, never steers anything. */
public record Progress(JobId job, int leaseEpoch, String worker, Instant at, Body body) {

    /** The kinds of progress. */
    public sealed interface Body {}

    /**
     * @param epoch 1-based, like {@code step} within it
     * @param top1 percent of the batch; {@code top5} likewise
     * @param waitShare share of the epoch's time so far that the engine waited for images, 0..1
     */
    public record Training(
            int epoch,
            int epochs,
            int step,
            int stepsPerEpoch,
            double loss,
            double learningRate,
            double top1,
            double top5,
            double imagesPerSecond,
            double waitShare)
            implements Body {}

    public record Evaluating(int imagesDone, int imagesTotal, double imagesPerSecond) implements Body {}
}
