package dev.wsol.evaluator.result;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The images of one class. Thresholds are those of the whole split: a class has none of its own.
 *
 * @param label index from 0
 * @param name as the data set names it
 * @param images scored images; a class without any has no row
 * @param top1Cls percent whose class has the largest logit
 * @param gtKnown percent whose box from the labelled class's map reaches the protocol's main IoU level
 * @param top1Loc percent of {@link dev.wsol.evaluator.metric.Outcome#RIGHT}
 * @param maxBoxAcc percent whose box reaches the IoU level, by level in percent, each at its level's threshold
 */
public record ClassRow(
        int label,
        String name,
        int images,
        double top1Cls,
        double gtKnown,
        double top1Loc,
        Map<Integer, Double> maxBoxAcc,
        Breakdown errors) {
    public ClassRow {
        maxBoxAcc = Collections.unmodifiableMap(new TreeMap<>(maxBoxAcc));
    }
}
