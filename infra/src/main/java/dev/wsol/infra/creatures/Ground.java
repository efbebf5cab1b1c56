package dev.wsol.infra.creatures;

import static dev.wsol.infra.creatures.Canvas.SIZE;

/** What lies behind everything, a coloured gradient with clouds, and the grain that lies over everything. */
final class Ground {
    private static final double DARKEST = 60;
    private static final double BRIGHTEST = 200;
    private static final double COLOURFUL = 0.6;
    private static final int COARSE = 7;
    private static final int FINE = 28;
    private static final float COARSE_HEIGHT = 28;
    private static final float FINE_HEIGHT = 22;
    private static final float GRAIN = 5;

    private Ground() {}

    static void paint(Canvas canvas, Dice dice) {
        Paint from = colour(dice);
        Paint to = colour(dice);
        gradient(canvas.pixels(), from, to, dice.real(0, 2 * Math.PI));
        var plane = new float[SIZE * SIZE];
        for (int channel = 0; channel < 3; channel++) {
            clouds(plane, COARSE, COARSE_HEIGHT, dice);
            add(canvas.pixels(), plane, channel);
        }
        clouds(plane, FINE, FINE_HEIGHT, dice);
        for (int channel = 0; channel < 3; channel++) add(canvas.pixels(), plane, channel);
    }

    /** Normal noise, sigma 5, in every channel of every pixel. */
    static void grain(Canvas canvas, Dice dice) {
        float[] rgb = canvas.pixels();
        int mask = Normal.QUANTILES.length - 1;
        for (int i = 0; i < rgb.length; ) {
            long bits = dice.bits();
            // Five draws of 12 bits out of one random word.
            for (int k = 0; k < 5 && i < rgb.length; k++, i++, bits >>>= 12) {
                rgb[i] += GRAIN * Normal.QUANTILES[(int) bits & mask];
            }
        }
    }

    private static Paint colour(Dice dice) {
        double r = dice.real(DARKEST, BRIGHTEST);
        double g = dice.real(DARKEST, BRIGHTEST);
        double b = dice.real(DARKEST, BRIGHTEST);
        return new Paint(r, g, b).towards((r + g + b) / 3, COLOURFUL);
    }

    private static void gradient(float[] rgb, Paint from, Paint to, double direction) {
        double cos = Math.cos(direction);
        double sin = Math.sin(direction);
        for (int y = 0, i = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double along = .5 + ((double) x / SIZE - .5) * cos + ((double) y / SIZE - .5) * sin;
                double w = Math.max(0, Math.min(1, along));
                rgb[i++] = (float) (from.r() + w * (to.r() - from.r()));
                rgb[i++] = (float) (from.g() + w * (to.g() - from.g()));
                rgb[i++] = (float) (from.b() + w * (to.b() - from.b()));
            }
        }
    }

    /** Value noise: uniform values of both signs on a coarse grid, bilinear in between. */
    private static void clouds(float[] plane, int grid, float height, Dice dice) {
        var values = new float[grid * grid];
        for (int i = 0; i < values.length; i++) values[i] = height * (float) dice.real(-1, 1);
        var low = new int[SIZE];
        var weight = new float[SIZE];
        for (int x = 0; x < SIZE; x++) {
            double at = Math.max(0, Math.min(grid - 1, (x + .5) * grid / SIZE - .5));
            low[x] = Math.min(grid - 2, (int) at);
            weight[x] = (float) (at - low[x]);
        }
        var row = new float[grid];
        for (int y = 0, i = 0; y < SIZE; y++) {
            int up = low[y] * grid;
            for (int k = 0; k < grid; k++) {
                row[k] = values[up + k] + weight[y] * (values[up + grid + k] - values[up + k]);
            }
            for (int x = 0; x < SIZE; x++) {
                plane[i++] = row[low[x]] + weight[x] * (row[low[x] + 1] - row[low[x]]);
            }
        }
    }

    private static void add(float[] rgb, float[] plane, int channel) {
        for (int i = 0; i < plane.length; i++) rgb[3 * i + channel] += plane[i];
    }
}
