package dev.wsol.evaluator.result;

/**
 * How a score map's pixels agree with the masks at one threshold (spec section 7), over all images together.
 *
 * @param threshold a pixel counts as found from this score on, 0..1
 * @param recall percent of the objects' pixels that were found
 * @param precision percent of the found pixels that are an object's
 */
public record PrecisionRecall(double threshold, double recall, double precision) {}
