package dev.wsol.evaluator.metric;

/** What is counted per map threshold and IoU. Which class's map makes the box is part of the name. */
public enum Figure {
    /** The map of the true class fits. GT-known localization proper, and MaxBoxAcc. */
    GT_KNOWN,
    /** The map of the class predicted first fits, right class or not: what SCM prints as GT-Known. */
    PREDICTED_TOP1,
    /** Some map of the classes predicted first to fifth fits: SCM's GT-Known top-5. */
    PREDICTED_TOP5,
    /** The class predicted first is right and its map fits. */
    TOP1_LOC,
    /** The true class is among the first five and its map fits. */
    TOP5_LOC
}
