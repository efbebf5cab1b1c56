package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Point;
import java.util.List;
import java.util.SplittableRandom;

/** How dense the values of one parameter are among some trials. */
interface Density {
    String draw(SplittableRandom random);

    /** Logarithm of the density, or of the probability, of a value. */
    double log(String value);

    /** Of the points that have the parameter; without any it is the even prior. */
    static Density of(Dimension d, List<Point> points) {
        var values = points.stream().flatMap(p -> p.get(d.name()).stream()).toList();
        return d instanceof Dimension.Choice c ? Frequencies.of(c, values) : Parzen.of(Scale.of(d), values);
    }
}
