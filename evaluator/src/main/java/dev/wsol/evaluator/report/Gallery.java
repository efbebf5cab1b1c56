package dev.wsol.evaluator.report;

import dev.wsol.evaluator.metric.Outcome;
import dev.wsol.evaluator.result.JudgedImage;
import java.util.List;

/**
 * Pictures of one outcome.
 *
 * @param total images of this outcome, shown or not
 */
public record Gallery(Outcome outcome, int total, List<Shown> worst, List<Shown> best, List<Shown> random) {

    /**
     * One picture: the image and the heat of its map side by side, true boxes red and predicted green.
     *
     * @param truth name of the true class
     * @param predicted name of the class with the largest logit
     * @param jpeg the picture's file
     * @param width of the picture, pixels
     * @param height of the picture, pixels
     */
    public record Shown(JudgedImage image, String truth, String predicted, byte[] jpeg, int width, int height) {}

    public Gallery {
        worst = List.copyOf(worst);
        best = List.copyOf(best);
        random = List.copyOf(random);
    }
}
