package dev.wsol.infra.creatures;

/**
 * A colour, channels 0 to 255.
 *
 * @param r red
 * @param g green
 * @param b blue
 */
record Paint(double r, double g, double b) {
    private static final double JITTER = 18;
    private static final double MUTED = 0.3;

    static final Paint RED = new Paint(225, 60, 50);
    static final Paint YELLOW = new Paint(245, 200, 40);
    static final Paint GREEN = new Paint(60, 170, 70);
    static final Paint BLUE = new Paint(40, 110, 210);
    static final Paint PURPLE = new Paint(150, 70, 190);
    static final Paint WHITE = new Paint(240, 240, 235);
    static final Paint BLACK = new Paint(35, 35, 40);
    static final Paint PINK = new Paint(240, 130, 170);
    static final Paint BROWN = new Paint(150, 95, 50);

    /** The colour that all classes share and no stranger wears in a pattern. */
    static final Paint TURQUOISE = new Paint(70, 200, 210);

    private static final Paint[] ALL = {RED, YELLOW, GREEN, BLUE, PURPLE, WHITE, BLACK, PINK, TURQUOISE, BROWN};

    static Paint any(Dice dice) {
        return ALL[dice.whole(0, ALL.length - 1)];
    }

    /** Any colour but turquoise and the one given (which may be null). */
    static Paint ofStrangers(Dice dice, Paint but) {
        Paint p;
        do p = any(dice);
        while (p.equals(TURQUOISE) || p.equals(but));
        return p;
    }

    /** A small change of each channel and of all three together. */
    Paint jitter(Dice dice) {
        double all = dice.real(-JITTER, JITTER);
        return new Paint(
                clamp(r + all + dice.real(-JITTER, JITTER)),
                clamp(g + all + dice.real(-JITTER, JITTER)),
                clamp(b + all + dice.real(-JITTER, JITTER)));
    }

    /** Pulled most of the way to one grey. */
    Paint muted(double grey) {
        return towards(grey, MUTED);
    }

    /** This colour with only a share {@code keep} of its difference from the grey. */
    Paint towards(double grey, double keep) {
        return new Paint(grey + keep * (r - grey), grey + keep * (g - grey), grey + keep * (b - grey));
    }

    private static double clamp(double v) {
        return Math.max(0, Math.min(255, v));
    }
}
