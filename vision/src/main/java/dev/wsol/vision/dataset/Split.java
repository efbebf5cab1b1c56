package dev.wsol.vision.dataset;

/** What a part of the data is for: fitting weights, choosing model and threshold, or the one final score. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST
}
