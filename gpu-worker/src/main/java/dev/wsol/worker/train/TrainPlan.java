package dev.wsol.worker.train;

/**
 * @param epochs passes over the data, at least 1
 * @param rate learning rate
 */
public record TrainPlan(int epochs, Schedule rate) {
    public TrainPlan {
        if (epochs < 1) throw new IllegalArgumentException("epochs must be at least 1, not " + epochs);
    }
}
