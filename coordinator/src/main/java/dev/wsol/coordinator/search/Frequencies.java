package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Dimension;
import java.util.List;
import java.util.SplittableRandom;

/** Options by how often they were seen; the prior is one trial spread over all of them. */
record Frequencies(List<String> options, double[] share) implements Density {

    static Frequencies of(Dimension.Choice d, List<String> seen) {
        int n = d.options().size();
        var share = new double[n];
        for (int i = 0; i < n; i++) share[i] = 1.0 / n;
        for (var value : seen) {
            int at = d.options().indexOf(value);
            if (at >= 0) share[at]++;
        }
        double sum = 0;
        for (double s : share) sum += s;
        for (int i = 0; i < n; i++) share[i] /= sum;
        return new Frequencies(d.options(), share);
    }

    @Override
    public String draw(SplittableRandom random) {
        double left = random.nextDouble();
        int at = 0;
        while (at < share.length - 1 && left >= share[at]) left -= share[at++];
        return options.get(at);
    }

    @Override
    public double log(String value) {
        return Math.log(share[options.indexOf(value)]);
    }
}
