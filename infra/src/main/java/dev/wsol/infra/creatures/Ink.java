package dev.wsol.infra.creatures;

/**
 * What a shape is filled with.
 *
 * @param a first colour
 * @param b second colour of the pattern
 * @param turn rotation of the pattern in radians
 * @param period of the pattern in pixels
 * @param x centre of the pattern
 * @param y centre of the pattern
 */
record Ink(Paint a, Paint b, Pattern pattern, double turn, double period, double x, double y) {
    private static final double FINEST = 9;
    private static final double COARSEST = 15;

    static Ink flat(Paint a) {
        return new Ink(a, a, Pattern.FLAT, 0, 1, 0, 0);
    }

    static Ink patterned(Dice dice, Pattern pattern, Paint a, Paint b, double turn, double x, double y) {
        return new Ink(a, b, pattern, turn, dice.real(FINEST, COARSEST), x, y);
    }
}
