package dev.wsol.coordinator.search;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A mixture of normal distributions cut at the ends of the unit interval: one around each value seen, as wide as the gap
 * to its farther neighbour, and a wide one around the middle, the prior.
 *
 * @param centre of each, rising
 * @param width standard deviation of each
 * @param inside share of each that lies in the unit interval
 */
record Parzen(Scale scale, double[] centre, double[] width, double[] inside) implements Density {
    private static final double PRIOR = 0.5;
    private static final int MOST_TRIES = 1000;

    static Parzen of(Scale scale, List<String> seen) {
        int n = seen.size() + 1;
        var centre = new double[n];
        for (int i = 0; i < n - 1; i++) centre[i] = scale.unit(Double.parseDouble(seen.get(i)));
        centre[n - 1] = PRIOR;
        Arrays.sort(centre);
        int prior = Arrays.binarySearch(centre, PRIOR);
        var width = new double[n];
        double least = 1.0 / Math.min(100, 1 + n);
        for (int i = 0; i < n; i++) {
            double below = centre[i] - (i == 0 ? 0 : centre[i - 1]);
            double above = (i == n - 1 ? 1 : centre[i + 1]) - centre[i];
            width[i] = i == prior ? 1 : Math.min(1, Math.max(least, Math.max(below, above)));
        }
        var inside = new double[n];
        for (int i = 0; i < n; i++)
            inside[i] = Normal.below((1 - centre[i]) / width[i]) - Normal.below(-centre[i] / width[i]);
        return new Parzen(scale, centre, width, inside);
    }

    @Override
    public String draw(SplittableRandom random) {
        int at = random.nextInt(centre.length);
        for (int i = 0; i < MOST_TRIES; i++) {
            double unit = centre[at] + width[at] * Normal.draw(random);
            if (unit >= 0 && unit <= 1) return scale.text(unit);
        }
        return scale.text(Math.min(1, Math.max(0, centre[at])));
    }

    @Override
    public double log(String value) {
        double unit = scale.unit(Double.parseDouble(value));
        double sum = 0;
        for (int i = 0; i < centre.length; i++) {
            double z = (unit - centre[i]) / width[i];
            sum += Math.exp(-z * z / 2) / (width[i] * inside[i]);
        }
        return Math.log(sum / centre.length / Math.sqrt(2 * Math.PI) + Double.MIN_NORMAL);
    }
}
