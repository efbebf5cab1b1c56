package dev.wsol.contract;

/** Number format of the heavy products. Weights, optimizer, norms and softmax are 32 bits wide in both. */
public enum Precision {
    FP32,
    BF16
}
