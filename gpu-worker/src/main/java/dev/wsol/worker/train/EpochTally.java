package dev.wsol.worker.train;

import dev.wsol.vision.model.Training;

/** Sums of one epoch. */
final class EpochTally {
    private int images;
    private double loss;
    private int top1;
    private int top5;

    void add(int count, Training.Result result) {
        images += count;
        loss += (double) result.loss() * count;
        top1 += result.top1();
        top5 += result.top5();
    }

    Watch.EpochDone done(int epoch) {
        double n = Math.max(1, images);
        return new Watch.EpochDone(epoch, images, loss / n, top1 / n, top5 / n);
    }
}
