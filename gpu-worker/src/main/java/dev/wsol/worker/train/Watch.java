package dev.wsol.worker.train;

import dev.wsol.vision.model.Training;

/** Sees training pass by. Called by the training thread: whatever takes long belongs elsewhere. */
public interface Watch {
    /**
     * @param epoch from 0
     * @param step of the epoch, from 0
     * @param steps of an epoch
     * @param images in the batch
     * @param waited seconds that training has waited for images since it began or resumed this epoch
     */
    record StepDone(
            int epoch, int step, int steps, int images, double learningRate, Training.Result result, double waited) {}

    /**
     * @param epoch from 0
     * @param images seen in the epoch
     * @param loss mean over the images
     * @param top1 share of images, 0..1, by training logits
     * @param top5 share of images, 0..1, by training logits
     */
    record EpochDone(int epoch, int images, double loss, double top1, double top5) {}

    /** The learner's weights and state may be saved now. */
    void stepDone(StepDone step);

    /** The learner's weights and state may be saved now. */
    void epochDone(EpochDone epoch);
}
