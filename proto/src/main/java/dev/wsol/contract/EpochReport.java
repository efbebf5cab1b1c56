package dev.wsol.contract;

/**
 * One training epoch is complete.
 *
 * @param epoch 1-based
 * @param loss mean over the epoch
 * @param top1 percent of training images, from training-mode logits
 */
public record EpochReport(int epoch, int epochs, double loss, double top1, double imagesPerSecond, double seconds) {}
