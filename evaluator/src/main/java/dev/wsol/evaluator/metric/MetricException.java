package dev.wsol.evaluator.metric;

/** Something that cannot be scored: an impossible box, a logit that is no number, no images at all. */
public final class MetricException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MetricException(String message) {
        super(message);
    }
}
