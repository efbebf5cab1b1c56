package dev.wsol.infra.creatures;

/**
 * How many images each part of the set has, all classes together. Classes take turns, so multiples of six are balanced.
 *
 * @param train images with labels to learn from
 * @param validation images to choose thresholds and models on
 * @param test images to count on
 */
public record Sizes(int train, int validation, int test) {
    /** The set whose numbers are known: 225 images a class to learn from, 25 to choose on, 50 to count on. */
    public static final Sizes DEMO = new Sizes(1350, 150, 300);

    private static final int MOST = 1_000_000;

    public Sizes {
        check("train", train);
        check("validation", validation);
        check("test", test);
    }

    /** All images together. */
    public int total() {
        return train + validation + test;
    }

    int of(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    private static void check(String name, int images) {
        if (images < Species.values().length || images > MOST) {
            throw new IllegalArgumentException(
                    name + " images: " + images + ". Choose " + Species.values().length + " to " + MOST + ".");
        }
    }
}
