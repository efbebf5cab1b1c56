package dev.wsol.evaluator.result;

import java.util.List;

/**
 * How well the score map threshold was chosen, at one IoU level.
 *
 * @param iou percent
 * @param chosen the threshold that the protocol used
 * @param chosenPercent accuracy there, on the scored split
 * @param oracle the threshold that would have been best on the scored split; the first of equals
 * @param oraclePercent accuracy there
 * @param curve accuracy over the threshold on the scored split; one point for a fixed threshold
 * @param validation the same on the validation split; empty if the protocol does not choose there
 */
public record Calibration(
        int iou,
        double chosen,
        double chosenPercent,
        double oracle,
        double oraclePercent,
        List<Point> curve,
        List<Point> validation) {
    /** Accuracy in percent at one threshold. */
    public record Point(double threshold, double percent) {}

    public Calibration {
        curve = List.copyOf(curve);
        validation = List.copyOf(validation);
    }

    /** Chosen minus oracle threshold. */
    public double thresholdDistance() {
        return chosen - oracle;
    }

    /** Percent given away by not knowing the scored split: oracle minus chosen, never negative. */
    public double percentLost() {
        return oraclePercent - chosenPercent;
    }
}
