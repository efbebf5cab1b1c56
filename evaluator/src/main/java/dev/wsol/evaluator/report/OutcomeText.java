package dev.wsol.evaluator.report;

import dev.wsol.evaluator.metric.Outcome;

/** Outcomes in words. */
public final class OutcomeText {
    private OutcomeText() {}

    /** Two or three words. */
    public static String name(Outcome outcome) {
        return switch (outcome) {
            case RIGHT -> "right";
            case CLASS_WRONG -> "class wrong";
            case SEVERAL_INSTANCES -> "several instances";
            case PART -> "part of the object";
            case MORE -> "object and more";
            case OTHER -> "other";
        };
    }

    /** What it takes, in one line. The first that applies counts. */
    static String meaning(Outcome outcome) {
        return switch (outcome) {
            case RIGHT -> "class right, IoU above 0.5 with a true box";
            case CLASS_WRONG -> "another class has the largest logit";
            case SEVERAL_INSTANCES -> "one box over more than 0.3 of each of several objects";
            case PART -> "more than half of the box lies on the object";
            case MORE -> "the box covers at least 0.7 of the object";
            case OTHER -> "none of these";
        };
    }

    /** For names of files and style classes. */
    public static String key(Outcome outcome) {
        return outcome.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
